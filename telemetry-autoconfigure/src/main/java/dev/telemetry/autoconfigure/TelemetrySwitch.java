package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The state of the switch.
 *
 * @param enabled value of {@code telemetry.enabled}
 * @param backend value of {@code telemetry.backend}
 * @param foreignTracing the library that traces requests in place of this project, or
 * {@code null}
 * @param probe tests whether tracing works, or {@code null} if this project does not
 * trace
 */
record TelemetrySwitch(boolean enabled, TelemetryBackend backend, @Nullable ForeignTracing foreignTracing,
		@Nullable TracingProbe probe) {

	static final TelemetrySwitch OFF = new TelemetrySwitch(false, TelemetryBackend.HYBRID, null, null);

	/**
	 * Returns whether this project reports a signal. May run the {@link TracingProbe},
	 * which traces once; {@link #isMeant} does not.
	 */
	boolean isOn(TelemetrySignal signal) {
		return isMeant(signal) && !(signal == TelemetrySignal.TRACES && clash() != null);
	}

	/**
	 * Returns whether this project is configured to report a signal, which works if its
	 * jars fit each other.
	 */
	boolean isMeant(TelemetrySignal signal) {
		return isWanted(signal) && !(signal == TelemetrySignal.TRACES && this.foreignTracing != null);
	}

	/**
	 * Returns why tracing does not work, or {@code null} if it works.
	 */
	@Nullable Throwable clash() {
		return (this.probe != null) ? this.probe.clash() : null;
	}

	/**
	 * Returns whether a signal is reported, by this project or by another library.
	 */
	boolean isWanted(TelemetrySignal signal) {
		return this.enabled && this.backend.includes(signal);
	}

}
