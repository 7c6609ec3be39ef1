package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.telemetry.control.Adjustable;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SamplingCounts.DropReason;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TargetRatio;

/**
 * The section about sampling: the configured settings, the settings in force, and the
 * outcomes.
 *
 * @param sampler the tail sampler
 * @param head the sampler that decides at the start of a trace
 * @param target adapts the ratio, or {@code null} if it is not adapted
 * @param counts the outcomes of traces and spans
 * @param overrides the changes at run time
 */
record SamplingSection(TailSampler sampler, String head, @Nullable TargetRatio target, SamplingCounts counts,
		Overrides overrides) implements TelemetrySection {

	private static final double NANOS_IN_A_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

	private static final double NANOS_IN_A_SECOND = TimeUnit.SECONDS.toNanos(1);

	@Override
	public String name() {
		return "sampling";
	}

	@Override
	public Object read() {
		List<ActiveOverride> active = this.overrides.active(SamplingSetting.PREFIX).toList();
		return new State(this.head, Values.of(this.sampler.control().configured(), targetOf(Adjustable::base)),
				Values.of(this.sampler.control().settings(), targetOf(Adjustable::current)), ratioBy(active), active,
				Traces.of(this.counts), Spans.of(this.counts, this.sampler.heldSpans()));
	}

	private @Nullable Integer targetOf(Function<Adjustable<Integer>, Integer> value) {
		return (this.target != null) ? value.apply(this.target.tracesPerMinute()) : null;
	}

	private String ratioBy(List<ActiveOverride> active) {
		for (ActiveOverride override : active) {
			if (override.setting().equals(SamplingSetting.RATIO.id())) {
				return "override of " + override.by();
			}
		}
		SamplingControl control = this.sampler.control();
		if (control.settings().ratio().value() != control.adaptedRatio()) {
			return "the application";
		}
		return (this.target != null) ? "target" : "configuration";
	}

	/**
	 * Sampling.
	 *
	 * @param head the sampler that decides at the start of a trace
	 * @param configured the settings of the configuration
	 * @param inForce the settings in force
	 * @param ratioBy the origin of the ratio in force
	 * @param overrides the changes, with who made them and until when
	 * @param traces the outcomes of traces since the start
	 * @param spans the outcomes of spans since the start
	 */
	record State(String head, Values configured, Values inForce, String ratioBy, List<ActiveOverride> overrides,
			Traces traces, Spans spans) {
	}

	/**
	 * Settings, by the names of their properties.
	 */
	record Values(boolean enabled, double ratio, @Nullable Integer targetTracesPerMinute, double jobRatio,
			int maxJobsPerSecond, String parent, int maxParentsPerSecond, String keepErrors, double slowThresholdMillis,
			@Nullable Double jobSlowThresholdMillis, int maxErrorsPerSecond, int maxSlowPerSecond,
			double routeIntervalSeconds, boolean dryRun) {

		static Values of(SamplingSettings settings, @Nullable Integer target) {
			return new Values(settings.enabled(), settings.ratio().value(), target, settings.jobRatio().value(),
					settings.maxJobsPerSecond(), text(settings.parent()), settings.maxParentsPerSecond(),
					text(settings.keepErrors()), settings.slowThresholdNanos() / NANOS_IN_A_MILLISECOND,
					(settings.jobSlowThresholdNanos() != Long.MAX_VALUE)
							? settings.jobSlowThresholdNanos() / NANOS_IN_A_MILLISECOND : null,
					settings.maxErrorsPerSecond(), settings.maxSlowPerSecond(),
					settings.routeIntervalNanos() / NANOS_IN_A_SECOND, settings.dryRun());
		}

		private static String text(Enum<?> value) {
			return value.name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The outcomes of traces.
	 *
	 * @param kept how many traces were kept, by reason
	 * @param notKept how many traces were not kept
	 * @param refused how many traces were beyond the limit of a rule in a second, by
	 * reason
	 */
	record Traces(Map<String, Long> kept, long notKept, Map<String, Long> refused) {

		static Traces of(SamplingCounts counts) {
			return new Traces(counts.keptRoots(), counts.notKeptRoots(), counts.refusedRoots());
		}

	}

	/**
	 * The outcomes of spans.
	 *
	 * @param ended how many spans ended
	 * @param kept how many spans were passed on to the exporters
	 * @param notKept how many spans were forgotten with their trace
	 * @param lost how many spans had no room, by reason
	 * @param held how many spans are open, or wait for the decision on their trace
	 */
	record Spans(long ended, long kept, long notKept, Map<String, Long> lost, int held) {

		static Spans of(SamplingCounts counts, int held) {
			Map<String, Long> lost = new TreeMap<>();
			for (DropReason reason : DropReason.values()) {
				lost.put(reason.name().toLowerCase(Locale.ROOT), counts.droppedSpans(reason));
			}
			return new Spans(counts.endedSpans(), counts.keptSpans(), counts.notKeptSpans(), lost, held);
		}

	}

}
