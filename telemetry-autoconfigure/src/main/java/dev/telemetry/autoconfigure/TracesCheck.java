package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Set;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Reports why there are no traces although they are switched on.
 */
final class TracesCheck implements StartupCheck {

	private static final String SDK_BEAN = "openTelemetrySdk";

	private static final String NOOP_BEAN = TelemetryNoopAutoConfiguration.OpenTelemetryConfiguration.BEAN;

	private static final Set<String> BEANS = Set.of(SDK_BEAN, "disabledOpenTelemetrySdk", NOOP_BEAN);

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	private final @Nullable ClassLoader classLoader;

	TracesCheck(Environment environment, ConfigurableListableBeanFactory beanFactory,
			@Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.classLoader = classLoader;
	}

	@Override
	public @Nullable String problem() {
		List<String> beans = List.of(beanNames(OpenTelemetry.class));
		if (!BEANS.containsAll(beans)) {
			return null;
		}
		if (beans.contains(NOOP_BEAN) && !this.beanFactory.containsLocalBean(NOOP_BEAN)) {
			return "There are no traces: telemetry makes none in the parent context, whose OpenTelemetry this one uses. "
					+ "Set " + PropertyNames.ENABLED + " and " + PropertyNames.BACKEND + " for the parent.";
		}
		String missing = RequiredJars.TRACES.problem("traces", "prom", this.classLoader);
		return (missing != null) ? missing : withAllJars(beans);
	}

	private @Nullable String withAllJars(List<String> beans) {
		if (!this.environment.getProperty(PropertyNames.SDK_ENABLED, Boolean.class, true)) {
			return "There are no traces: " + PropertyNames.SDK_ENABLED + " is false (set by "
					+ new PropertyOrigins(this.environment).setBy(PropertyNames.SDK_ENABLED) + ").";
		}
		boolean tracing = beans.contains(SDK_BEAN) && beanNames(SdkTracerProvider.class).length > 0;
		return (tracing) ? null
				: "There are no traces: Spring Boot's auto-configuration of OpenTelemetry or of its tracing is excluded.";
	}

	private String[] beanNames(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false);
	}

}
