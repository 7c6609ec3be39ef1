package dev.telemetry.sampling;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.DecisionListener;
import dev.telemetry.decision.DecisionSource;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SpanCopy;
import dev.telemetry.names.SamplingAttributes;

/**
 * Decides whether a trace is kept when its local root ends. A local root is a span
 * without a parent in this process. Until its end, the spans below it are held. If the
 * trace is certain to be kept before that, its spans are handed on as they end. A trace
 * that is sampled when it starts is always kept, so that other services can rely on its
 * sampled flag; the keep rules decide on all others. Thread safe; never throws, and holds
 * no lock while it calls other code.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TailSampler implements RootDecider, DecisionSource, SpanAdopter {

	private final SamplingControl control;

	private final InternalFailures failures;

	private final KeepRules rules;

	private final TraceStore<LocalTrace> store;

	private final TraceStarts starts;

	private final TraceDecisions decisions;

	private final HandOverTimer timer;

	private final TraceEnds ends;

	private final LongSupplier nanoClock;

	private volatile @Nullable TraceConsumer kept;

	/**
	 * Creates a sampler.
	 * @param control the settings
	 * @param limits how much is held
	 * @param rules supplies further rules, called when the first trace is decided
	 * @param counts counts roots and spans
	 * @param failures receives failures of the sampler itself
	 */
	public TailSampler(SamplingControl control, SamplingLimits limits, Supplier<List<KeepRule>> rules,
			SamplingCounts counts, InternalFailures failures) {
		this(control, limits, rules, counts, failures, System::nanoTime, HandOverTimer.Schedule.onThread());
	}

	TailSampler(SamplingControl control, SamplingLimits limits, Supplier<List<KeepRule>> rules, SamplingCounts counts,
			InternalFailures failures, LongSupplier nanoClock, HandOverTimer.Schedule schedule) {
		this.control = control;
		this.failures = failures;
		this.nanoClock = nanoClock;
		this.rules = new KeepRules(rules, counts, nanoClock, failures);
		this.store = new TraceStore<LocalTrace>(new OpenTraces<>(), new TraceMemory<>(),
				new SpanBudget(limits.maxSpans(), limits.maxBytes()));
		Eviction eviction = new Eviction(this.store, this::handOn, this::evict);
		this.timer = new HandOverTimer(schedule, this::handOver);
		this.starts = new TraceStarts(control, limits, this.store, eviction, nanoClock);
		this.ends = new TraceEnds(limits, counts, this.store, eviction, this.timer, failures);
		this.decisions = new TraceDecisions(control, limits, this.rules, counts, this.store);
	}

	/**
	 * Notes that ended spans will be passed to this sampler. From now on, spans that are
	 * not sampled are recorded.
	 * @param kept receives the exported spans
	 */
	void attach(TraceConsumer kept) {
		this.kept = kept;
	}

	/**
	 * Returns whether spans that are not sampled are recorded.
	 */
	boolean records() {
		return this.kept != null && this.control.settings().enabled();
	}

	/**
	 * Returns whether the trace of a span is known here, so that spans below it are to be
	 * recorded.
	 */
	boolean follows(SpanContext span) {
		return this.store.find(span) != null;
	}

	/**
	 * Returns the settings, to be read and changed.
	 * @return the control
	 */
	public SamplingControl control() {
		return this.control;
	}

	/**
	 * Returns the reasons of all rules, in their order.
	 * @return the reasons
	 */
	public List<String> reasons() {
		return this.rules.reasons();
	}

	/**
	 * Returns how many spans are open, or have ended and wait for their root.
	 * @return the number of spans
	 */
	public int heldSpans() {
		return this.store.open().size();
	}

	/**
	 * Returns the room for more spans.
	 */
	SpanBudget budget() {
		return this.store.budget();
	}

	/**
	 * Returns the traces whose root or spans are open.
	 */
	List<LocalTrace> openTraces() {
		return this.store.open().all();
	}

	void started(Context parentContext, ReadWriteSpan span) {
		this.starts.started(parentContext, span);
	}

	void ended(ReadableSpan span, TraceConsumer kept) {
		this.decisions.counts().spanEnded();
		LocalTrace trace = this.store.find(span.getSpanContext());
		if (trace == null && TraceStarts.isLocalRoot(span.getParentSpanContext())) {
			trace = this.starts.trace(span, null);
		}
		if (trace == null) {
			this.ends.endUnknown(span, kept);
		}
		else if (trace.is(span.getSpanContext().getSpanId())) {
			this.ends.endRoot(span, trace, this.decisions.atEnd(span, trace), kept);
		}
		else {
			endBelow(span, trace, kept);
		}
	}

	private void endBelow(ReadableSpan ended, LocalTrace trace, TraceConsumer kept) {
		trace.noteBelow(ended, this.control.settings());
		if (this.ends.endBelow(ended, trace, kept)) {
			return;
		}
		ReadableSpan span = SpanCopy.withoutExceptions(ended);
		LateRoom room = this.ends.takeBytesLate(span, trace);
		List<ReadableSpan> over = this.decisions.late(span, room.bytes(), trace);
		if (over.isEmpty()) {
			return;
		}
		Decision decision = this.decisions.ofLate(span, trace);
		if (decision.exported()) {
			this.store.memory().add(over, this.starts.keptLate(span, decision));
		}
		this.ends.endLate(over, trace, decision, room, kept);
	}

	@Override
	public boolean isOpen(String traceId) {
		return this.store.open().any(traceId) != null;
	}

	@Override
	public boolean adopt(SpanContext owner, ReadableSpan span) {
		TraceConsumer kept = this.kept;
		if (kept == null) {
			return false;
		}
		try {
			if (this.store.find(span.getSpanContext()) != null) {
				return false;
			}
			LocalTrace found = this.store.find(owner);
			LocalTrace trace = (found != null) ? found : this.store.open().any(owner.getTraceId());
			if (trace != null && trace.is(span.getSpanContext().getSpanId())) {
				return false;
			}
			this.starts.adopted(span, trace);
			ended(span, kept);
			return true;
		}
		catch (Throwable ex) {
			this.failures.report("adopting a span", ex);
			return false;
		}
	}

	private boolean handOver() {
		TraceConsumer kept = this.kept;
		return kept != null && this.ends.handOverDue(this.nanoClock.getAsLong(), kept);
	}

	/**
	 * Hands on the held spans of traces that are certain to be kept, however young these
	 * are.
	 */
	void flush(TraceConsumer kept) {
		this.ends.handOverAll(kept);
	}

	private boolean handOn(LocalTrace trace) {
		TraceConsumer kept = this.kept;
		return kept != null && this.ends.handOn(trace, kept);
	}

	private void evict(LocalTrace trace) {
		TraceConsumer kept = this.kept;
		if (kept != null) {
			if (!trace.isConcluded()) {
				this.rules.promiseIfSlow(trace, this.control.settings(), true);
			}
			this.ends.evict(trace, kept);
		}
	}

	/**
	 * Decides on all open traces by what is known so far, and hands on the held spans of
	 * those that are kept.
	 */
	void shutdown(TraceConsumer kept) {
		this.timer.stop();
		for (LocalTrace trace : this.store.open().all()) {
			try {
				shutdown(trace, kept);
			}
			catch (Throwable ex) {
				// A trace that has ended meanwhile was decided then.
				if (!trace.isConcluded()) {
					this.failures.report("deciding on one of the last traces", ex);
				}
			}
		}
	}

	private void shutdown(LocalTrace trace, TraceConsumer kept) {
		Decision decision = this.decisions.atShutdown(trace);
		if ((decision != null) ? decision.exported() : trace.isExported()) {
			this.ends.exportHeld(trace, kept);
		}
		else {
			this.ends.forgetHeld(trace);
		}
	}

	@Override
	public boolean decide(Span root, RootOutcome outcome) {
		if (this.kept == null || !(root instanceof ReadableSpan span) || !root.isRecording()) {
			return root.isRecording();
		}
		try {
			LocalTrace trace = this.store.find(span.getSpanContext());
			if (trace == null) {
				if (!TraceStarts.isLocalRoot(span.getParentSpanContext())) {
					return true;
				}
				trace = this.starts.trace(span, null);
				this.starts.follow(trace);
			}
			if (trace.isLate() || !trace.is(span.getSpanContext().getSpanId())) {
				return true;
			}
			return this.decisions.beforeEnd(root, span, trace, outcome).exported() || isDescribedAnyway();
		}
		catch (Throwable ex) {
			this.failures.report("deciding on a trace", ex);
			return true;
		}
	}

	// The reason is written first: a span without it has no room for the rest either.
	@Override
	public Span describing(Span root, RootOutcome outcome) {
		if (!(root instanceof ReadableSpan span)) {
			return root;
		}
		boolean room = span.getAttribute(SamplingAttributes.REASON) != null;
		if (room && !outcome.failed()) {
			return root;
		}
		try {
			if (room && !FullSpan.isFull(span)) {
				return root;
			}
			LocalTrace trace = this.store.find(root.getSpanContext());
			if (trace == null || !trace.isKept() || (!room && trace.isDescribed())) {
				return root;
			}
			return this.ends.full(root, trace);
		}
		catch (Throwable ex) {
			this.failures.report("describing a root", ex);
			return root;
		}
	}

	private boolean isDescribedAnyway() {
		TraceConsumer kept = this.kept;
		return this.control.settings().eagerAttributes() || (kept != null && kept.takesDropped());
	}

	@Override
	public boolean isKept(SpanContext span) {
		if (span.isSampled() || this.kept == null) {
			return span.isSampled();
		}
		try {
			LocalTrace trace = this.store.find(span);
			return trace != null && isKept(trace);
		}
		catch (Throwable ex) {
			this.failures.report("looking whether a trace is kept", ex);
			return false;
		}
	}

	private boolean isKept(LocalTrace trace) {
		Decision decision = trace.decision();
		if (decision != null) {
			return decision.exported();
		}
		if (trace.isCertain()) {
			return true;
		}
		boolean promised = this.rules.promiseIfSlow(trace, this.control.settings(), false);
		if (promised) {
			this.timer.arm();
		}
		return promised;
	}

	@Override
	public DecisionListener listen(SpanContext span, Supplier<DecisionListener> waiting) {
		if (span.isSampled()) {
			return DecisionListener.KEPT;
		}
		try {
			LocalTrace trace = (this.kept != null) ? this.store.find(span) : null;
			return (trace != null) ? listen(trace, waiting) : DecisionListener.NOT_KEPT;
		}
		catch (Throwable ex) {
			this.failures.report("looking whether a trace is kept", ex);
			return DecisionListener.KEPT;
		}
	}

	private static DecisionListener listen(LocalTrace trace, Supplier<DecisionListener> waiting) {
		if (trace.isExported()) {
			return DecisionListener.KEPT;
		}
		DecisionListener listener = trace.listen(waiting);
		if (listener != null) {
			return listener;
		}
		return (trace.isKept()) ? DecisionListener.KEPT : DecisionListener.NOT_KEPT;
	}

	@Override
	public void keep(SpanContext span) {
		LocalTrace trace = this.store.find(span);
		if (trace != null) {
			trace.force();
			this.timer.arm();
		}
	}

	@Override
	public void markFailed(SpanContext span) {
		LocalTrace trace = this.store.find(span);
		if (trace != null) {
			this.rules.promiseError(trace, this.control.settings());
			this.timer.arm();
		}
	}

	@Override
	public void follow(SpanContext root, RootProgress progress) {
		LocalTrace trace = this.store.find(root);
		if (trace != null && !trace.isConcluded()) {
			trace.follow(progress);
		}
	}

	@Override
	public long slowThresholdNanos() {
		return (this.kept != null) ? this.control.settings().slowThresholdNanos() : Long.MAX_VALUE;
	}

	/**
	 * Reports a failure of the sampler itself.
	 */
	void failed(String during, Throwable failure) {
		this.failures.report(during, failure);
	}

}
