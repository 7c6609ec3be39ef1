package dev.telemetry.sampling;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RecordedJobs;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.names.ExportRequests;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SpanNames;

/**
 * Decides at the start of a span whether it is sampled. A parent's sampled flag is
 * obeyed, as far as {@link SamplingSettings#parent()} says so; without a parent the ratio
 * decides. A span that is not sampled is recorded only, as long as the
 * {@link TailSampler} may still keep it. In an untraced root nothing is recorded, even if
 * a caller sampled the trace. Thread safe; allocates nothing for spans that are not
 * sampled.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://www.w3.org/TR/trace-context-2/#sampled-flag">W3C Trace Context,
 * sampled flag</a>
 */
public final class HeadSampler implements Sampler {

	private static final int MAX_JOB_TYPES = 1_000;

	private final TailSampler tail;

	private final @Nullable TargetRatio target;

	private final RecordedJobs recorded;

	private final TokenBucket parents = new TokenBucket(System::nanoTime);

	private final ConcurrentMap<String, TokenBucket> jobs = new ConcurrentHashMap<>();

	private volatile Sampled lastSampled = new Sampled(ConsistentRatio.of(1));

	/**
	 * Creates a sampler.
	 * @param tail decides about what is not sampled, if it gets the ended spans
	 */
	public HeadSampler(TailSampler tail) {
		this(tail, null, RecordedJobs.NONE);
	}

	/**
	 * Creates a sampler whose ratio is adapted.
	 * @param tail decides about what is not sampled, if it gets the ended spans
	 * @param target adapts the ratio, or {@code null} if nothing does
	 */
	public HeadSampler(TailSampler tail, @Nullable TargetRatio target) {
		this(tail, target, RecordedJobs.NONE);
	}

	/**
	 * Creates a sampler.
	 * @param tail decides about what is not sampled, if it gets the ended spans
	 * @param target adapts the ratio, or {@code null} if nothing does
	 * @param recorded what is recorded in any case
	 */
	public HeadSampler(TailSampler tail, @Nullable TargetRatio target, RecordedJobs recorded) {
		this.tail = tail;
		this.target = target;
		this.recorded = recorded;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		try {
			return decide(parentContext, traceId, name, attributes);
		}
		catch (Throwable ex) {
			// This is a thread of the application that starts a span: it must not fail.
			this.tail.failed("deciding on a span that starts", ex);
			return (this.tail.records()) ? SamplingResult.recordOnly() : Dropped.RESULT;
		}
	}

	private SamplingResult decide(Context parentContext, String traceId, String name, Attributes attributes) {
		SpanContext parent = Span.fromContext(parentContext).getSpanContext();
		if (!parent.isValid()) {
			return root(parentContext, traceId, name, attributes);
		}
		if (parent.isRemote()) {
			return below(parent, parentContext, name, attributes);
		}
		if (parent.isSampled()) {
			return SamplingResult.recordAndSample();
		}
		return (isRecorded(parent, parentContext)) ? SamplingResult.recordOnly() : Dropped.RESULT;
	}

	// A parent that was recorded but is no longer known is over; work below it may still
	// go on and fail. A parent that was never recorded here was built from stored ids, as
	// by an outbox, and is treated like a caller that did not sample.
	private boolean isRecorded(SpanContext parent, Context parentContext) {
		if (this.tail.follows(parent) || this.recorded.wantsBelow(parent, parentContext)) {
			return true;
		}
		return this.tail.records() && (Span.fromContext(parentContext) instanceof ReadableSpan
				|| !(Dropped.isDropped(parent) || isUntraced(parent, parentContext)));
	}

	// Requests of this project's exporters are untraced too. An explicit parent may have
	// dropped the hint from the context, so the current context is asked as well.
	private static boolean isUntraced(SpanContext parent, Context parentContext) {
		return SamplingHint.isUntraced(parentContext) || SamplingHint.isUntraced(Context.current())
				|| parent.getTraceId().equals(ExportRequests.TRACE_ID);
	}

	private SamplingResult below(SpanContext caller, Context parentContext, String name, Attributes attributes) {
		if (isUntraced(caller, parentContext)) {
			return Dropped.RESULT;
		}
		SamplingSettings settings = this.tail.control().settings();
		return switch (settings.parent()) {
			case OBEY -> called(caller.isSampled(), name, attributes);
			case LIMITED ->
				called(caller.isSampled() && this.parents.tryTake(settings.maxParentsPerSecond()), name, attributes);
			// The trace id does not decide, because the caller chooses it.
			case IGNORE -> uncounted(called(isSampledAnyway(parentContext, name), name, attributes));
		};
	}

	private SamplingResult called(boolean sampled, String name, Attributes attributes) {
		return (sampled) ? SamplingResult.recordAndSample() : notSampled(name, attributes);
	}

	private static SamplingResult uncounted(SamplingResult result) {
		return switch (result.getDecision()) {
			case RECORD_AND_SAMPLE -> Uncounted.SAMPLED;
			case RECORD_ONLY -> Uncounted.RECORDED;
			case DROP -> result;
		};
	}

	private boolean isSampledAnyway(Context context, String name) {
		ConsistentRatio ratio = ratio(context, name);
		boolean sampled = ThreadLocalRandom.current().nextDouble() < ratio.value();
		note(context, name, ratio, sampled);
		return sampled;
	}

	// A job, or a path with a ratio of its own, does not count for the target.
	private void note(Context context, String name, ConsistentRatio ratio, boolean sampled) {
		if (this.target != null && !name.equals(SpanNames.JOB_RUN) && ofPath(context) == null) {
			this.target.began(ratio.value(), sampled);
		}
	}

	private SamplingResult root(Context context, String traceId, String name, Attributes attributes) {
		ConsistentRatio ratio = ratio(context, name);
		boolean sampled = ratio.samples(traceId);
		note(context, name, ratio, sampled);
		if (!sampled) {
			return notSampled(name, attributes);
		}
		if (!name.equals(SpanNames.JOB_RUN)) {
			return sampled(ratio);
		}
		// Where a limit applies, the number of jobs that a sampled one represents
		// is unknown.
		return (isJobLeft(attributes)) ? SamplingResult.recordAndSample() : notSampled(name, attributes);
	}

	// The last result is reused: the ratio hardly ever changes.
	private Sampled sampled(ConsistentRatio ratio) {
		Sampled last = this.lastSampled;
		if (last.ratio().equals(ratio)) {
			return last;
		}
		Sampled sampled = new Sampled(ratio);
		this.lastSampled = sampled;
		return sampled;
	}

	private ConsistentRatio ratio(Context context, String name) {
		ConsistentRatio ofPath = ofPath(context);
		if (ofPath != null) {
			return ofPath;
		}
		SamplingSettings settings = this.tail.control().settings();
		return (name.equals(SpanNames.JOB_RUN)) ? settings.jobRatio() : settings.ratio();
	}

	private static @Nullable ConsistentRatio ofPath(Context context) {
		PathSampling path = SamplingHint.sampling(context);
		return (path != null) ? path.ratio() : null;
	}

	private boolean isJobLeft(Attributes attributes) {
		String type = attributes.get(JobAttributes.TYPE);
		TokenBucket bucket = bucket((type != null) ? type : "");
		return bucket.tryTake(this.tail.control().settings().maxJobsPerSecond());
	}

	// Types beyond the limit share one bucket.
	private TokenBucket bucket(String type) {
		TokenBucket bucket = this.jobs.get(type);
		if (bucket != null) {
			return bucket;
		}
		String key = (this.jobs.size() < MAX_JOB_TYPES) ? type : "";
		return this.jobs.computeIfAbsent(key, (added) -> new TokenBucket(System::nanoTime));
	}

	private SamplingResult notSampled(String name, Attributes attributes) {
		return (this.tail.records() || this.recorded.wantsRoot(name, attributes)) ? SamplingResult.recordOnly()
				: Dropped.RESULT;
	}

	@Override
	public String getDescription() {
		return "HeadSampler{" + this.tail.control().settings() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

	/**
	 * Result for a span whose caller's sampled flag is ignored. The caller's threshold is
	 * removed, because it no longer gives the adjusted count.
	 */
	private enum Uncounted implements SamplingResult {

		SAMPLED(SamplingDecision.RECORD_AND_SAMPLE), RECORDED(SamplingDecision.RECORD_ONLY);

		private final SamplingDecision decision;

		Uncounted(SamplingDecision decision) {
			this.decision = decision;
		}

		@Override
		public SamplingDecision getDecision() {
			return this.decision;
		}

		@Override
		public Attributes getAttributes() {
			return Attributes.empty();
		}

		@Override
		public TraceState getUpdatedTraceState(TraceState parentTraceState) {
			return ThresholdState.none(parentTraceState);
		}

	}

	/**
	 * Result for a span that is sampled by a ratio, which is written to the trace state.
	 */
	private record Sampled(ConsistentRatio ratio) implements SamplingResult {

		@Override
		public SamplingDecision getDecision() {
			return SamplingDecision.RECORD_AND_SAMPLE;
		}

		@Override
		public Attributes getAttributes() {
			return Attributes.empty();
		}

		@Override
		public TraceState getUpdatedTraceState(@Nullable TraceState parentTraceState) {
			return this.ratio.traceState();
		}

	}

}
