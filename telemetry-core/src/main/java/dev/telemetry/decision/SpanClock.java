package dev.telemetry.decision;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Tells the time. The spans of a trace in this process share one reading of the wall
 * clock, as the SDK has it, so that a clock that is set meanwhile does not tear them
 * apart.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanClock {

	private SpanClock() {
	}

	/**
	 * Returns the time now, by the clock of the span above where that can be told.
	 * @param above the span, which need not be valid
	 * @return nanoseconds since 1970
	 */
	public static long epochNanos(Span above) {
		try {
			// In this order: nothing records where there is no SDK.
			if (above.isRecording() && above instanceof ReadableSpan open) {
				return open.toSpanData().getStartEpochNanos() + open.getLatencyNanos();
			}
		}
		catch (Throwable ex) {
			// It is of somebody else.
		}
		Instant now = Instant.now();
		return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
	}

}
