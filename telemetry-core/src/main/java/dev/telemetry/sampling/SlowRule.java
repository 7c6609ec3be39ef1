package dev.telemetry.sampling;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SpanNames;

/**
 * Keeps requests and jobs that took longer than their threshold.
 */
final class SlowRule implements KeepRule {

	@Override
	public String reason() {
		return KeepReasons.SLOW;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		RootOutcome outcome = root.outcome();
		return isSlow(root.span(), root.path(), root.settings(), outcome.durationNanos()) && !outcome.streamed();
	}

	/**
	 * Returns whether a root is slow that takes as long.
	 */
	static boolean isSlow(ReadableSpan root, @Nullable PathSampling path, SamplingSettings settings,
			long durationNanos) {
		return durationNanos > thresholdNanos(root, path, settings);
	}

	/**
	 * Returns the duration beyond which a root is slow, in nanoseconds.
	 */
	static long thresholdNanos(ReadableSpan root, @Nullable PathSampling path, SamplingSettings settings) {
		if (root.getKind() == SpanKind.SERVER) {
			Long ofPath = (path != null) ? path.slowThresholdNanos() : null;
			return (ofPath != null) ? ofPath : settings.slowThresholdNanos();
		}
		return (root.getName().equals(SpanNames.JOB_RUN)) ? settings.jobSlowThresholdNanos() : Long.MAX_VALUE;
	}

}
