package dev.telemetry.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Says where metrics are to be had, or that they are not.
 */
final class MetricsExposure {

	private static final String ENDPOINT = "org.springframework.boot.micrometer.metrics.autoconfigure.export"
			+ ".prometheus.PrometheusScrapeEndpoint";

	private static final String PORT = "management.server.port";

	// Property by the value with which it takes the endpoint away.
	private static final Map<String, String> SWITCHES = Map.of("management.endpoint.prometheus.access", "none",
			"management.endpoints.access.default", "none", LazyDefaults.PROMETHEUS_EXPORT, "false",
			"management.defaults.metrics.export.enabled", "false");

	private final Environment environment;

	private MetricsExposure(Environment environment) {
		this.environment = environment;
	}

	static StartupDetail detail(ListableBeanFactory beanFactory, Environment environment,
			@Nullable ClassLoader classLoader) {
		MetricsExposure exposure = new MetricsExposure(environment);
		boolean exposed = hasEndpoint(beanFactory, classLoader) && !exposure.property(PORT).startsWith("-");
		return new StartupDetail(
				"metrics=" + ((exposed) ? exposure.address() : "not exposed (" + exposure.reason() + ")"));
	}

	private static boolean hasEndpoint(ListableBeanFactory beanFactory, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(ENDPOINT, classLoader)) {
			return false;
		}
		Class<?> type = ClassUtils.resolveClassName(ENDPOINT, classLoader);
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type).length > 0;
	}

	private String address() {
		String port = property(PORT);
		boolean own = !port.isEmpty() && !port.equals(this.environment.getProperty("server.port", "8080"));
		String server = (own) ? ":" + port + property("management.server.base-path")
				: property("server.servlet.context-path") + property(PropertyNames.MVC_PATH)
						+ property("spring.webflux.base-path");
		String path = this.environment.getProperty(PropertyNames.ACTUATOR_PATH, "/actuator");
		String name = this.environment.getProperty("management.endpoints.web.path-mapping.prometheus", "prometheus");
		return server + ((path.equals("/")) ? "" : path) + "/" + name;
	}

	private String reason() {
		if (property(PORT).startsWith("-")) {
			return PORT;
		}
		return SWITCHES.entrySet()
			.stream()
			.filter((entry) -> property(entry.getKey()).equalsIgnoreCase(entry.getValue()))
			.map(Map.Entry::getKey)
			.sorted()
			.findFirst()
			.orElse(LazyDefaults.EXPOSURE);
	}

	private String property(String name) {
		return this.environment.getProperty(name, "");
	}

}
