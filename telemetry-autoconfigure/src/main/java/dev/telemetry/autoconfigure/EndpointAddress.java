package dev.telemetry.autoconfigure;

import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Where an actuator endpoint is, for the line at start.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EndpointAddress {

	static final String PORT = "management.server.port";

	private final Environment environment;

	private EndpointAddress(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Finds the path of an endpoint, with the port where that is another one than that of
	 * the application.
	 * @param environment where properties are set
	 * @param id id of the endpoint
	 * @return the address without the host
	 */
	public static String of(Environment environment, String id) {
		EndpointAddress address = new EndpointAddress(environment);
		String path = environment.getProperty(PropertyNames.ACTUATOR_PATH, "/actuator");
		String name = environment.getProperty("management.endpoints.web.path-mapping." + id, id);
		return address.server() + ((path.equals("/")) ? "" : path) + "/" + name;
	}

	private String server() {
		String port = property(PORT);
		boolean own = !port.isEmpty() && !port.equals(this.environment.getProperty("server.port", "8080"));
		return (own) ? ":" + port + property("management.server.base-path") : property("server.servlet.context-path")
				+ property(PropertyNames.MVC_PATH) + property(PropertyNames.WEBFLUX_PATH);
	}

	private String property(String name) {
		return this.environment.getProperty(name, "");
	}

}
