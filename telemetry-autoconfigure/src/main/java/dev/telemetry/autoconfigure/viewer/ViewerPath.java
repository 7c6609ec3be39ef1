package dev.telemetry.autoconfigure.viewer;

import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.util.StringUtils;

/**
 * The path of the viewer below the context path.
 *
 * @param path path of the endpoint
 */
record ViewerPath(String path) {

	static final String ID = "traces";

	/**
	 * Joins paths like Spring Boot, which accepts slashes at both ends of the second one.
	 * @param basePath base path of all endpoints
	 * @param rootPath path of this endpoint below the base path
	 */
	static ViewerPath of(String basePath, String rootPath) {
		return new ViewerPath(
				StringUtils.trimTrailingCharacter(new EndpointMapping(basePath).createSubPath(rootPath), '/'));
	}

	/**
	 * Returns a pattern for the endpoint and all paths below it.
	 */
	String pattern() {
		return this.path + "/**";
	}

}
