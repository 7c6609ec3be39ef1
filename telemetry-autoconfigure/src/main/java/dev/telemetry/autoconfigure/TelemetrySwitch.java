package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The state of the switch, read straight from the environment because it is needed before
 * beans exist.
 *
 * @param enabled value of {@code telemetry.enabled}
 * @param backend value of {@code telemetry.backend}
 * @param foreignTracing what traces requests in place of this product, or {@code null}
 * @param clash why nothing can be traced, or {@code null}
 */
record TelemetrySwitch(boolean enabled, TelemetryBackend backend, @Nullable ForeignTracing foreignTracing,
		@Nullable Throwable clash) {

	static final String ENABLED_PROPERTY = "telemetry.enabled";

	static final String BACKEND_PROPERTY = "telemetry.backend";

	private static final TelemetrySwitch OFF = new TelemetrySwitch(false, TelemetryBackend.HYBRID, null, null);

	/**
	 * Reads the switch. While it is off, nothing else is looked at.
	 * @param environment the environment
	 * @param classLoader class loader of the application
	 * @return the state
	 */
	static TelemetrySwitch of(Environment environment, @Nullable ClassLoader classLoader) {
		return LazyDefaults.of(environment).state(environment, classLoader);
	}

	/**
	 * Binds the switch.
	 * @param defaults finds out what may prevent it
	 */
	static TelemetrySwitch read(Environment environment, LazyDefaults defaults, @Nullable ClassLoader classLoader) {
		Binder binder = Binder.get(environment);
		if (!binder.bind(ENABLED_PROPERTY, Boolean.class).orElse(false)) {
			return OFF;
		}
		TelemetryBackend backend = binder.bind(BACKEND_PROPERTY, TelemetryBackend.class)
			.orElse(TelemetryBackend.HYBRID);
		if (!backend.includes(TelemetrySignal.TRACES)) {
			return new TelemetrySwitch(true, backend, null, null);
		}
		ForeignTracing foreignTracing = ForeignTracing.find(classLoader);
		Throwable clash = (foreignTracing != null) ? null : defaults.clash(classLoader);
		return new TelemetrySwitch(true, backend, foreignTracing, clash);
	}

	/**
	 * Whether a signal is reported by this product.
	 */
	boolean isOn(TelemetrySignal signal) {
		boolean prevented = signal == TelemetrySignal.TRACES && (this.foreignTracing != null || this.clash != null);
		return isWanted(signal) && !prevented;
	}

	/**
	 * Whether a signal is reported, be it by something else.
	 */
	boolean isWanted(TelemetrySignal signal) {
		return this.enabled && this.backend.includes(signal);
	}

}
