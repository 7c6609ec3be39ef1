package dev.telemetry.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;

/**
 * Maps the properties to the paths that are not traced, and adds the base path of the
 * actuator endpoints.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class UntracedPathsMapper {

	private static final String PROPERTY = "telemetry.http.untraced-paths";

	static final String PORT_TYPE = "org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType";

	private final Environment environment;

	private final PropertyRejections rejections;

	/**
	 * Creates a mapper.
	 * @param environment the environment
	 * @param rejections rejects invalid paths
	 */
	public UntracedPathsMapper(Environment environment, PropertyRejections rejections) {
		this.environment = environment;
		this.rejections = rejections;
	}

	/**
	 * Returns all paths that are not traced.
	 * @param properties the properties
	 * @return path prefixes below the context path
	 */
	public List<String> all(TelemetryHttpProperties properties) {
		List<String> paths = new ArrayList<>();
		for (String path : properties.getUntracedPaths()) {
			if (!path.startsWith("/") || path.length() == 1 || path.contains("*")) {
				throw this.rejections.rejectElement(PROPERTY, path,
						"a list of path prefixes such as /internal, without wildcards");
			}
			paths.add(withoutTrailingSlash(path));
		}
		String actuator = actuator();
		// Endpoints directly below the root cannot be distinguished from other paths.
		if (!actuator.isEmpty()) {
			paths.add(actuator);
		}
		return paths;
	}

	private String actuator() {
		if (!isOnTheSamePort()) {
			return "";
		}
		String servlet = withoutTrailingSlash(this.environment.getProperty(PropertyNames.MVC_PATH, "/"));
		String base = withoutTrailingSlash(this.environment.getProperty(PropertyNames.ACTUATOR_PATH, "/actuator"));
		return (base.isEmpty()) ? "" : servlet + base;
	}

	// With a separate management port, the endpoints are only there, and not on
	// this port.
	private boolean isOnTheSamePort() {
		return !ClassUtils.isPresent(PORT_TYPE, null)
				|| ManagementPortType.get(this.environment) == ManagementPortType.SAME;
	}

	private static String withoutTrailingSlash(String path) {
		return (path.endsWith("/")) ? path.substring(0, path.length() - 1) : path;
	}

}
