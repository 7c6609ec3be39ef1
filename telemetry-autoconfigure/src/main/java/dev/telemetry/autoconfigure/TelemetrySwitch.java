package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The state of the switch.
 *
 * @param enabled value of {@code telemetry.enabled}
 * @param backend value of {@code telemetry.backend}
 * @param foreignTracing what traces requests in place of this product, or {@code null}
 * @param clash why nothing can be traced, or {@code null}
 */
record TelemetrySwitch(boolean enabled, TelemetryBackend backend, @Nullable ForeignTracing foreignTracing,
		@Nullable Throwable clash) {

	static final TelemetrySwitch OFF = new TelemetrySwitch(false, TelemetryBackend.HYBRID, null, null);

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
