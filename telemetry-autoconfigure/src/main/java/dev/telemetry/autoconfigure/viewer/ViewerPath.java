package dev.telemetry.autoconfigure.viewer;

import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.util.StringUtils;

/**
 * Where the viewer is, below the context path.
 *
 * @param path path of the endpoint
 */
record ViewerPath(String path) {

	static final String ID = "traces";

	/**
	 * Joins paths as Spring Boot does, which takes slashes at either end of the second.
	 * @param basePath path of all endpoints
	 * @param rootPath path of this one below it
	 */
	static ViewerPath of(String basePath, String rootPath) {
		return new ViewerPath(
				StringUtils.trimTrailingCharacter(new EndpointMapping(basePath).createSubPath(rootPath), '/'));
	}

	/**
	 * Returns a pattern for the endpoint and all below it.
	 */
	String pattern() {
		return this.path + "/**";
	}

}
