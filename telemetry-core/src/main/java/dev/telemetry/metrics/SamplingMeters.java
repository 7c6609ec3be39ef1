package dev.telemetry.metrics;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SamplingCounts.DropReason;
import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.MeterNames;

/**
 * Meters for the sampling of traces and spans. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SamplingMeters implements MeterBinder {

	private final SamplingCounts counts;

	private final List<String> reasons;

	private final Supplier<Number> heldSpans;

	private final Supplier<Number> ratio;

	private final Supplier<Number> slowThresholdNanos;

	/**
	 * Creates the meters.
	 * @param counts the numbers
	 * @param reasons the reasons for which traces are kept
	 * @param heldSpans supplies how many spans are open or wait for a decision
	 * @param ratio supplies the share of the traces that is kept at random
	 * @param slowThresholdNanos supplies the duration beyond which a request is slow, in
	 * nanoseconds
	 */
	public SamplingMeters(SamplingCounts counts, List<String> reasons, Supplier<Number> heldSpans,
			Supplier<Number> ratio, Supplier<Number> slowThresholdNanos) {
		this.ratio = ratio;
		this.slowThresholdNanos = slowThresholdNanos;
		this.counts = counts;
		this.reasons = List.copyOf(reasons);
		this.heldSpans = heldSpans;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String reason : this.reasons) {
			traces(registry, reason, (counts) -> counts.keptRoots(reason));
		}
		traces(registry, "none", SamplingCounts::notKeptRoots);
		for (String reason : List.of(KeepReasons.ERROR, KeepReasons.SLOW, KeepReasons.DISCONNECT)) {
			FunctionCounter.builder(MeterNames.SAMPLING_REFUSED, this.counts, (counts) -> counts.refusedRoots(reason))
				.description("Traces that a rule had no room for in their second; another one may have kept them")
				.tag(MeterNames.TAG_REASON, reason)
				.register(registry);
		}
		spans(registry, "kept", SamplingCounts::keptSpans);
		spans(registry, "not_kept", SamplingCounts::notKeptSpans);
		for (DropReason reason : DropReason.values()) {
			spans(registry, reason.name().toLowerCase(Locale.ROOT), (counts) -> counts.droppedSpans(reason));
		}
		Gauge.builder(MeterNames.SAMPLING_SPANS_HELD, this.heldSpans)
			.description("Spans that are open, or have ended and wait for the decision on their trace")
			.register(registry);
		Gauge.builder(MeterNames.SAMPLING_RATIO, this.ratio)
			.description("Share of the traces that is kept in any case, as it holds now")
			.register(registry);
		TimeGauge.builder(MeterNames.SAMPLING_SLOW_THRESHOLD, this.slowThresholdNanos, TimeUnit.NANOSECONDS)
			.description("Duration beyond which a request is slow, as it holds now")
			.register(registry);
	}

	private void traces(MeterRegistry registry, String reason, ToDoubleFunction<SamplingCounts> number) {
		FunctionCounter.builder(MeterNames.SAMPLING_TRACES, this.counts, number)
			.description("Local roots by the reason for which they are kept, none if they are not")
			.tag(MeterNames.TAG_REASON, reason)
			.register(registry);
	}

	private void spans(MeterRegistry registry, String outcome, ToDoubleFunction<SamplingCounts> number) {
		FunctionCounter.builder(MeterNames.SAMPLING_SPANS, this.counts, number)
			.description("Spans that ended by what became of them")
			.tag(MeterNames.TAG_OUTCOME, outcome)
			.register(registry);
	}

}
