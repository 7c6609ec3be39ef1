package dev.telemetry.sampling;

import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SpanNames;

/**
 * Keeps requests and jobs that took longer than their threshold, but no more than some in
 * a second.
 */
final class SlowRule implements KeepRule {

	private final TokenBucket bucket;

	private final SamplingCounts counts;

	SlowRule(SamplingCounts counts, LongSupplier nanoClock) {
		this.counts = counts;
		this.bucket = new TokenBucket(nanoClock);
	}

	@Override
	public String reason() {
		return KeepReasons.SLOW;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		RootOutcome outcome = root.outcome();
		return isSlow(root.span(), root.path(), root.settings(), outcome.durationNanos()) && !outcome.streamed()
				&& root instanceof RootState state && grants(state, root.settings());
	}

	/**
	 * Whether a root is slow that takes as long.
	 */
	static boolean isSlow(ReadableSpan root, @Nullable PathSampling path, SamplingSettings settings,
			long durationNanos) {
		return durationNanos > thresholdNanos(root, path, settings);
	}

	private static long thresholdNanos(ReadableSpan root, @Nullable PathSampling path, SamplingSettings settings) {
		if (root.getKind() == SpanKind.SERVER) {
			Long ofPath = (path != null) ? path.slowThresholdNanos() : null;
			return (ofPath != null) ? ofPath : settings.slowThresholdNanos();
		}
		return (root.getName().equals(SpanNames.JOB_RUN)) ? settings.jobSlowThresholdNanos() : Long.MAX_VALUE;
	}

	/**
	 * Whether a root that is slow may be kept: not if enough were in this second.
	 */
	boolean grants(RootState root, SamplingSettings settings) {
		return root.isGrantedForTime(() -> {
			boolean taken = this.bucket.tryTake(settings.maxSlowPerSecond());
			if (!taken) {
				this.counts.rootRefused(KeepReasons.SLOW);
			}
			return taken;
		});
	}

}
