package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;

/**
 * Defaults of Spring Boot properties that depend on what the application configures.
 * Decided each time they are asked for, because some sources come late: those of
 * {@code @PropertySource} and of context initializers. Whatever else sets one of them
 * stands, wherever it is in the order of sources.
 */
final class LazyDefaults extends EnumerablePropertySource<Object> {

	static final String PROMETHEUS_EXPORT = "management.prometheus.metrics.export.enabled";

	static final String TRACING_EXPORT = "management.tracing.export.enabled";

	static final String BAGGAGE_CORRELATION = "management.tracing.baggage.correlation.enabled";

	static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private static final String BAGGAGE_FIELDS = "management.tracing.baggage.correlation.fields";

	private static final String PROMETHEUS_GROUP = "management.prometheus.metrics.export";

	private final Environment environment;

	private final @Nullable ClassLoader classLoader;

	private @Nullable TelemetrySwitch seen;

	private boolean probed;

	private @Nullable Throwable clash;

	private @Nullable TelemetrySwitch read;

	// What the switch was read from: late sources may change it.
	private @Nullable String readEnabled;

	private @Nullable String readBackend;

	private @Nullable ClassLoader readFor;

	/**
	 * Creates the source.
	 * @param environment what the application configures
	 * @param classLoader class loader of the application
	 */
	LazyDefaults(Environment environment, @Nullable ClassLoader classLoader) {
		// Not the environment: what is a source in itself is looked into.
		super(EnvironmentProperties.LATE_DEFAULTS, new Object());
		this.environment = environment;
		this.classLoader = classLoader;
	}

	/**
	 * Finds the source of an environment.
	 * @param environment the environment
	 * @return its source, or one of its own if nobody has prepared it
	 */
	static LazyDefaults of(Environment environment) {
		PropertySource<?> source = (environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(EnvironmentProperties.LATE_DEFAULTS) : null;
		return (source instanceof LazyDefaults defaults) ? defaults : new LazyDefaults(environment, null);
	}

	/**
	 * Notes the state of the switch before late sources.
	 * @return the state
	 */
	TelemetrySwitch see() {
		TelemetrySwitch state = state(this.classLoader);
		this.seen = state;
		return state;
	}

	/**
	 * Whether telemetry was off when the environment was prepared.
	 */
	boolean isSeenOff() {
		return this.seen != null && !this.seen.enabled();
	}

	/**
	 * The state of the switch, which is asked for with each condition. Binding properties
	 * takes long while the JVM is cold: it is done again only if they change.
	 * @param classLoader class loader of the application
	 * @return the state
	 */
	TelemetrySwitch state(@Nullable ClassLoader classLoader) {
		synchronized (this) {
			String enabled;
			String backend;
			try {
				enabled = this.environment.getProperty(TelemetrySwitch.ENABLED_PROPERTY);
				backend = this.environment.getProperty(TelemetrySwitch.BACKEND_PROPERTY);
			}
			catch (RuntimeException ex) {
				// The binder names what cannot be resolved.
				return TelemetrySwitch.read(this.environment, this, classLoader);
			}
			TelemetrySwitch state = this.read;
			if (state == null || !Objects.equals(classLoader, this.readFor)
					|| !Objects.equals(enabled, this.readEnabled) || !Objects.equals(backend, this.readBackend)) {
				state = TelemetrySwitch.read(this.environment, this, classLoader);
				this.read = state;
				this.readFor = classLoader;
				this.readEnabled = enabled;
				this.readBackend = backend;
			}
			return state;
		}
	}

	/**
	 * The same, for an environment that may be another one: a context has the sources of
	 * its parent, this one included.
	 */
	TelemetrySwitch state(Environment environment, @Nullable ClassLoader classLoader) {
		return (environment.equals(this.environment)) ? state(classLoader)
				: TelemetrySwitch.read(environment, this, classLoader);
	}

	/**
	 * Finds out, once, whether anything can be traced.
	 * @param classLoader class loader of the application
	 * @return why not, or {@code null}
	 */
	@Nullable Throwable clash(@Nullable ClassLoader classLoader) {
		if (!this.probed) {
			this.clash = TracingProbe.run(classLoader);
			this.probed = true;
		}
		return this.clash;
	}

	@Override
	public String[] getPropertyNames() {
		return new String[] { PROMETHEUS_EXPORT, TRACING_EXPORT, BAGGAGE_CORRELATION };
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return switch (name) {
			case PROMETHEUS_EXPORT -> (isPrometheusLeftOut()) ? "false" : null;
			case TRACING_EXPORT -> (isTracingLeftOut()) ? "false" : null;
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

	// Without fields to put into the log there is nothing to do with each scope.
	private boolean isBaggageLeftOut() {
		return state().isOn(TelemetrySignal.TRACES)
				&& !new EnvironmentProperties(this.environment).isSet(BAGGAGE_FIELDS);
	}

	private TelemetrySwitch state() {
		return state(this.classLoader);
	}

}
