package dev.telemetry.autoconfigure;

import jakarta.servlet.ServletContext;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Finds the address of an actuator endpoint, for the line at start.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EndpointAddress {

	static final String PORT = "management.server.port";

	// Named by WebApplicationContext.
	private static final String SERVLET_CONTEXT = "servletContext";

	private final BeanFactory beanFactory;

	private final Environment environment;

	private EndpointAddress(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * Returns the path of an endpoint, with the port if it is not that of the
	 * application.
	 * @param beanFactory the bean factory, which has the servlet context if there is one
	 * @param environment the environment
	 * @param id id of the endpoint
	 * @return the address without the host
	 */
	public static String of(BeanFactory beanFactory, Environment environment, String id) {
		EndpointAddress address = new EndpointAddress(beanFactory, environment);
		return address.server() + address.path(PropertyNames.ACTUATOR_PATH, "/actuator")
				+ address.path("management.endpoints.web.path-mapping." + id, id);
	}

	/**
	 * Returns whether endpoints are available over HTTP.
	 * @param environment the environment
	 * @return whether endpoints have a port
	 */
	public static boolean isServed(Environment environment) {
		return !environment.getProperty(PORT, "").startsWith("-");
	}

	private String server() {
		String port = this.environment.getProperty(PORT, "");
		// Two random ports are never the same.
		boolean own = !port.isEmpty()
				&& (port.equals("0") || !port.equals(this.environment.getProperty("server.port", "8080")));
		return (own) ? ":" + port + path("management.server.base-path", "")
				: contextPath() + path(PropertyNames.MVC_PATH, "") + path(PropertyNames.WEBFLUX_PATH, "");
	}

	// An external container chooses the path itself, whatever the property says.
	private String contextPath() {
		return (this.beanFactory.containsBean(SERVLET_CONTEXT)) ? Servlets.contextPath(this.beanFactory)
				: path("server.servlet.context-path", "");
	}

	// Returns the path with a slash at the beginning and none at the end, however it
	// is written.
	private String path(String name, String byDefault) {
		String path = StringUtils.trimTrailingCharacter(this.environment.getProperty(name, byDefault), '/');
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

	/** A class of its own, because the servlet API may be missing. */
	private static final class Servlets {

		static String contextPath(BeanFactory beanFactory) {
			return beanFactory.getBean(SERVLET_CONTEXT, ServletContext.class).getContextPath();
		}

	}

}
