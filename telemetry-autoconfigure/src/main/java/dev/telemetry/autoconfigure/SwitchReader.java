package dev.telemetry.autoconfigure;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Reads the switch from the environment, because it is needed before beans exist.
 * Remembers it, because each condition reads it, and binding properties takes long while
 * the JVM is cold. Thread safe.
 */
final class SwitchReader {

	private final Environment environment;

	private @Nullable TelemetrySwitch atStart;

	private @Nullable TracingProbe probe;

	private @Nullable TelemetrySwitch read;

	// The value that the switch was read from: late sources may change it.
	private @Nullable String readEnabled;

	private @Nullable String readBackend;

	private @Nullable ClassLoader readFor;

	private @Nullable TelemetrySwitch decided;

	private @Nullable Reference<Object> decidedFor;

	SwitchReader(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Finds the reader of an environment.
	 * @param environment the environment
	 * @return the reader of the environment, or a new one if the environment was not
	 * prepared
	 */
	static SwitchReader of(Environment environment) {
		PropertySource<?> source = (environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(EnvironmentProperties.LATE_DEFAULTS) : null;
		return (source != null && source.getSource() instanceof SwitchReader reader) ? reader
				: new SwitchReader(environment);
	}

	/**
	 * Reads the switch. While it is off, nothing else is read.
	 * @param environment the environment
	 * @param classLoader class loader of the application
	 * @return the state
	 */
	static TelemetrySwitch read(Environment environment, @Nullable ClassLoader classLoader) {
		SwitchReader reader = of(environment);
		// The environment of a child context has the sources of its parent, including
		// this reader.
		return (environment.equals(reader.environment)) ? reader.read(classLoader)
				: reader.bind(environment, classLoader);
	}

	/**
	 * Reads the switch once for all conditions of a context, so that they agree, and
	 * because reading a property takes long while the JVM is cold.
	 * @param environment the environment
	 * @param classLoader class loader of the application
	 * @param context the bean factory of the context, or {@code null} if it is unknown
	 * @return the state
	 */
	static TelemetrySwitch readOnce(Environment environment, @Nullable ClassLoader classLoader,
			@Nullable Object context) {
		return (context != null) ? of(environment).decide(environment, classLoader, context)
				: read(environment, classLoader);
	}

	private synchronized TelemetrySwitch decide(Environment environment, @Nullable ClassLoader classLoader,
			Object context) {
		TelemetrySwitch state = this.decided;
		Reference<Object> decidedBefore = this.decidedFor;
		if (state == null || decidedBefore == null || !decidedBefore.refersTo(context)) {
			state = read(environment, classLoader);
			this.decided = state;
			this.decidedFor = new WeakReference<>(context);
		}
		return state;
	}

	/**
	 * Reads the switch of the environment itself.
	 * @param classLoader class loader of the application
	 * @return the state
	 */
	synchronized TelemetrySwitch read(@Nullable ClassLoader classLoader) {
		String enabled;
		String backend;
		try {
			enabled = this.environment.getProperty(PropertyNames.ENABLED);
			backend = this.environment.getProperty(PropertyNames.BACKEND);
		}
		catch (RuntimeException ex) {
			// The message of the binder names the placeholder that cannot be resolved.
			return bind(this.environment, classLoader);
		}
		TelemetrySwitch state = this.read;
		if (state == null || !Objects.equals(classLoader, this.readFor) || !Objects.equals(enabled, this.readEnabled)
				|| !Objects.equals(backend, this.readBackend)) {
			state = bind(this.environment, classLoader);
			this.read = state;
			this.readFor = classLoader;
			this.readEnabled = enabled;
			this.readBackend = backend;
		}
		return state;
	}

	/**
	 * Reads the switch before late sources, and remembers it as the state at start.
	 * @param classLoader class loader of the application
	 * @return the state
	 */
	synchronized TelemetrySwitch readAtStart(@Nullable ClassLoader classLoader) {
		TelemetrySwitch state = read(classLoader);
		this.atStart = state;
		return state;
	}

	/**
	 * Returns whether telemetry was off when the environment was prepared.
	 */
	synchronized boolean wasOffAtStart() {
		return this.atStart != null && !this.atStart.enabled();
	}

	/**
	 * Returns a problem if telemetry is off only because jars are missing, without which
	 * none of it can be loaded.
	 * @param classLoader class loader of the application
	 * @return a sentence, or {@code null} if there is no such problem
	 */
	@Nullable String offWithoutJars(@Nullable ClassLoader classLoader) {
		boolean isSet = StringUtils.hasText(this.environment.getProperty(PropertyNames.ENABLED));
		return (isSet && !read(classLoader).enabled() && isEnabled(Binder.get(this.environment)))
				? RequiredJars.ALL.problem("Telemetry is off", classLoader) : null;
	}

	private static boolean isEnabled(Binder binder) {
		return binder.bind(PropertyNames.ENABLED, Boolean.class).orElse(false);
	}

	private TelemetrySwitch bind(Environment environment, @Nullable ClassLoader classLoader) {
		Binder binder = Binder.get(environment);
		if (!isEnabled(binder) || !RequiredJars.ALL.arePresent(classLoader)) {
			return TelemetrySwitch.OFF;
		}
		TelemetryBackend backend = binder.bind(PropertyNames.BACKEND, TelemetryBackend.class)
			.orElse(TelemetryBackend.HYBRID);
		if (!backend.includes(TelemetrySignal.TRACES)) {
			return new TelemetrySwitch(true, backend, null, null);
		}
		ForeignTracing foreignTracing = ForeignTracing.find(classLoader);
		return new TelemetrySwitch(true, backend, foreignTracing, (foreignTracing != null) ? null : probe(classLoader));
	}

	// One probe for all reads: whether tracing works does not change.
	private synchronized TracingProbe probe(@Nullable ClassLoader classLoader) {
		TracingProbe found = this.probe;
		if (found == null) {
			found = new TracingProbe(classLoader);
			this.probe = found;
		}
		return found;
	}

}
