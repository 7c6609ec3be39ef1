package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Set;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Finds out why there are no traces although they are asked for.
 */
final class TracesCheck implements StartupCheck {

	private static final String SDK_ENABLED = "management.opentelemetry.enabled";

	private static final String SDK_BEAN = "openTelemetrySdk";

	private static final Set<String> BEANS = Set.of(SDK_BEAN, "disabledOpenTelemetrySdk",
			TelemetryNoopAutoConfiguration.OpenTelemetryConfiguration.BEAN);

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	private final @Nullable ClassLoader classLoader;

	TracesCheck(Environment environment, ListableBeanFactory beanFactory, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.classLoader = classLoader;
	}

	@Override
	public @Nullable String problem() {
		List<String> beans = List.of(this.beanFactory.getBeanNamesForType(OpenTelemetry.class));
		if (!BEANS.containsAll(beans)) {
			return null;
		}
		String missing = RequiredJars.TRACES.problem("traces", "prom", this.classLoader);
		if (missing != null) {
			return missing;
		}
		if (!this.environment.getProperty(SDK_ENABLED, Boolean.class, true)) {
			return "There are no traces: " + SDK_ENABLED + " is false (set by "
					+ new PropertyOrigins(this.environment).setBy(SDK_ENABLED) + ").";
		}
		boolean tracing = beans.contains(SDK_BEAN) && hasTracerProvider();
		return (tracing) ? null
				: "There are no traces: Spring Boot's auto-configuration of OpenTelemetry or of its tracing is excluded.";
	}

	// The jar is there: it was looked for before.
	private boolean hasTracerProvider() {
		return this.beanFactory.getBeanNamesForType(SdkTracerProvider.class, true, false).length > 0;
	}

}
