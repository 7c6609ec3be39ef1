package dev.telemetry.autoconfigure;

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

	private MetricsExposure() {
	}

	static StartupDetail detail(ListableBeanFactory beanFactory, Environment environment,
			@Nullable ClassLoader classLoader) {
		return new StartupDetail("metrics=" + ((isExposed(beanFactory, classLoader)) ? address(environment)
				: "not exposed (" + LazyDefaults.EXPOSURE + ")"));
	}

	private static boolean isExposed(ListableBeanFactory beanFactory, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(ENDPOINT, classLoader)) {
			return false;
		}
		Class<?> type = ClassUtils.resolveClassName(ENDPOINT, classLoader);
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type).length > 0;
	}

	private static String address(Environment environment) {
		String port = environment.getProperty("management.server.port", "");
		String path = environment.getProperty(PropertyNames.ACTUATOR_PATH, "/actuator");
		String name = environment.getProperty("management.endpoints.web.path-mapping.prometheus", "prometheus");
		return ((port.isEmpty()) ? "" : ":" + port) + ((path.equals("/")) ? "" : path) + "/" + name;
	}

}
