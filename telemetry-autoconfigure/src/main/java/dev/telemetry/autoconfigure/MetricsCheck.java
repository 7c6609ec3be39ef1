package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Reports why there are no metrics although they are switched on.
 *
 * @param beanFactory the bean factory, which should have the registry
 * @param classLoader class loader of the application
 */
record MetricsCheck(ListableBeanFactory beanFactory, @Nullable ClassLoader classLoader) implements StartupCheck {

	static final String REGISTRY = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

	@Override
	public @Nullable String problem() {
		String missing = RequiredJars.METRICS.problem("metrics", "otel", this.classLoader);
		return (missing != null || hasRegistry()) ? missing
				: "There are no metrics: export to Prometheus is switched off, or its auto-configuration is excluded. "
						+ "To do without metrics, set " + PropertyNames.BACKEND + " to otel.";
	}

	private boolean hasRegistry() {
		Class<?> type = ClassUtils.resolveClassName(REGISTRY, this.classLoader);
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type).length > 0;
	}

}
