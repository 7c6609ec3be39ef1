package dev.telemetry.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Defaults of Spring Boot properties that depend on the configuration of the application.
 * They are computed with each read, because some sources come late: those of
 * {@code @PropertySource} and of context initializers. Any other source that sets one of
 * these properties wins, wherever it is in the order of sources.
 */
final class LazyDefaults extends EnumerablePropertySource<SwitchReader> {

	static final String PROMETHEUS_EXPORT = "management.prometheus.metrics.export.enabled";

	static final String BAGGAGE_CORRELATION = "management.tracing.baggage.correlation.enabled";

	static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private static final String PROMETHEUS_GROUP = "management.prometheus.metrics.export";

	private final Environment environment;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Creates the source.
	 * @param environment the environment of the application
	 * @param classLoader class loader of the application
	 */
	LazyDefaults(Environment environment, @Nullable ClassLoader classLoader) {
		// Not the environment itself: Spring Boot would search it like any other source.
		super(EnvironmentProperties.LATE_DEFAULTS, new SwitchReader(environment));
		this.environment = environment;
		this.classLoader = classLoader;
	}

	@Override
	public String[] getPropertyNames() {
		return new String[] { PROMETHEUS_EXPORT, PropertyNames.TRACING_EXPORT, BAGGAGE_CORRELATION };
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return switch (name) {
			case PROMETHEUS_EXPORT -> (isPrometheusLeftOut()) ? "false" : null;
			case PropertyNames.TRACING_EXPORT -> (isTracingLeftOut()) ? "false" : null;
			case BAGGAGE_CORRELATION -> (isBaggageLeftOut()) ? "false" : null;
			default -> null;
		};
	}

	private boolean isPrometheusLeftOut() {
		return !state().isOn(TelemetrySignal.METRICS) && !exposesPrometheus()
				&& !new EnvironmentProperties(this.environment).isConfigured(PROMETHEUS_GROUP);
	}

	private boolean exposesPrometheus() {
		List<String> exposed = Binder.get(this.environment)
			.bind(EXPOSURE, Bindable.listOf(String.class))
			.orElse(List.of());
		return exposed.contains("prometheus") || exposed.contains("*");
	}

	private boolean isTracingLeftOut() {
		return !state().isWanted(TelemetrySignal.TRACES)
				&& new BootTracing(this.environment, this.classLoader).isExportLeftOut();
	}

	// Without baggage fields for the log, nothing has to be done with each scope.
	private boolean isBaggageLeftOut() {
		return state().isOn(TelemetrySignal.TRACES)
				&& !new EnvironmentProperties(this.environment).isSet(PropertyNames.BAGGAGE_FIELDS);
	}

	private TelemetrySwitch state() {
		return getSource().read(this.classLoader);
	}

}
