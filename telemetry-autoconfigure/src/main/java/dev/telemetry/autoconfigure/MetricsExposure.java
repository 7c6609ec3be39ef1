package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Describes the address of the metrics, or that they are not exposed.
 */
final class MetricsExposure {

	static final String ENDPOINT = "org.springframework.boot.micrometer.metrics.autoconfigure.export"
			+ ".prometheus.PrometheusScrapeEndpoint";

	private static final String EXCLUSION = "management.endpoints.web.exposure.exclude";

	// Properties with the values that remove the endpoint.
	private static final Map<String, String> SWITCHES = Map.of("management.endpoint.prometheus.access", "none",
			"management.endpoints.access.default", "none", "management.endpoints.access.max-permitted", "none",
			LazyDefaults.PROMETHEUS_EXPORT, "false", "management.defaults.metrics.export.enabled", "false");

	private final Environment environment;

	private MetricsExposure(Environment environment) {
		this.environment = environment;
	}

	static StartupDetail detail(ListableBeanFactory beanFactory, Environment environment,
			@Nullable ClassLoader classLoader) {
		MetricsExposure exposure = new MetricsExposure(environment);
		boolean exposed = hasEndpoint(beanFactory, classLoader) && EndpointAddress.isServed(environment);
		return new StartupDetail("metrics=" + ((exposed) ? EndpointAddress.of(beanFactory, environment, "prometheus")
				: "not exposed (" + exposure.reason() + ")"));
	}

	private static boolean hasEndpoint(ListableBeanFactory beanFactory, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(ENDPOINT, classLoader)) {
			return false;
		}
		Class<?> type = ClassUtils.resolveClassName(ENDPOINT, classLoader);
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type).length > 0;
	}

	private String reason() {
		if (!EndpointAddress.isServed(this.environment)) {
			return EndpointAddress.PORT;
		}
		return SWITCHES.entrySet()
			.stream()
			.filter((entry) -> property(entry.getKey()).equalsIgnoreCase(entry.getValue()))
			.map(Map.Entry::getKey)
			.sorted()
			.findFirst()
			.orElseGet(() -> (isExcluded()) ? EXCLUSION : LazyDefaults.EXPOSURE);
	}

	private boolean isExcluded() {
		List<String> excluded = Binder.get(this.environment)
			.bind(EXCLUSION, Bindable.listOf(String.class))
			.orElse(List.of());
		return excluded.contains("prometheus") || excluded.contains("*");
	}

	private String property(String name) {
		return this.environment.getProperty(name, "");
	}

}
