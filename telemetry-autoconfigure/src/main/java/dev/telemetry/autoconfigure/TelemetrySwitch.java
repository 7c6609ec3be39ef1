package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The state of the switch.
 *
 * @param enabled value of {@code telemetry.enabled}
 * @param backend value of {@code telemetry.backend}
 * @param foreignTracing what traces requests in place of this product, or {@code null}
 * @param probe finds out whether anything can be traced; {@code null} where this product
 * does not trace
 */
record TelemetrySwitch(boolean enabled, TelemetryBackend backend, @Nullable ForeignTracing foreignTracing,
		@Nullable TracingProbe probe) {

	static final TelemetrySwitch OFF = new TelemetrySwitch(false, TelemetryBackend.HYBRID, null, null);

	/**
	 * Returns whether a signal is reported by this product. Traces once for the answer,
	 * see {@link TracingProbe}: what need not know that asks {@link #isMeant}.
	 */
	boolean isOn(TelemetrySignal signal) {
		return isMeant(signal) && !(signal == TelemetrySignal.TRACES && clash() != null);
	}

	/**
	 * Returns whether a signal is to be reported by this product, if its jars fit each
	 * other.
	 */
	boolean isMeant(TelemetrySignal signal) {
		return isWanted(signal) && !(signal == TelemetrySignal.TRACES && this.foreignTracing != null);
	}

	/**
	 * Returns why nothing can be traced, or {@code null}.
	 */
	@Nullable Throwable clash() {
		return (this.probe != null) ? this.probe.clash() : null;
	}

	/**
	 * Returns whether a signal is reported, be it by something else.
	 */
	boolean isWanted(TelemetrySignal signal) {
		return this.enabled && this.backend.includes(signal);
	}

}
