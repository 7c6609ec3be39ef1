package dev.telemetry.decision;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * The clock of the spans of a trace. As in the SDK, all spans of a trace in this process
 * share one reading of the wall clock, so that they stay consistent if the wall clock is
 * set meanwhile.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanClock {

	private SpanClock() {
	}

	/**
	 * Returns the current time, by the clock of the parent span if it is recording.
	 * @param above the parent span, which need not be valid
	 * @return nanoseconds since 1970
	 */
	public static long epochNanos(Span above) {
		try {
			// In this order, because without the SDK no span is recording.
			if (above.isRecording() && above instanceof ReadableSpan open) {
				return open.toSpanData().getStartEpochNanos() + open.getLatencyNanos();
			}
		}
		catch (Throwable ex) {
			// The span is of another implementation, which has failed.
		}
		return epochNanos();
	}

	/**
	 * Returns the current time, by the wall clock.
	 * @return nanoseconds since 1970
	 */
	public static long epochNanos() {
		Instant now = Instant.now();
		return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
	}

}
