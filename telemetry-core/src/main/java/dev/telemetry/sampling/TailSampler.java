package dev.telemetry.sampling;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.root.LocalRoot;
import dev.telemetry.root.RootDecider;
import dev.telemetry.root.RootOutcome;

/**
 * Decides which traces are kept when their local root ends: a span without a parent in
 * this process. Until then the spans below it are held. What is sampled when it starts is
 * always kept, so its flag is a promise that others can rely on; of the rest, what the
 * rules say. Thread safe; never throws, holds no lock while it calls others.
 */
public final class TailSampler implements RootDecider {

	private final SamplingControl control;

	private final SamplingCounts counts;

	private final BiConsumer<String, Throwable> failures;

	private final KeepRules rules;

	private final OpenTraces open;

	private final RecentlyKept recentlyKept = new RecentlyKept();

	private final TraceEnds ends;

	private volatile boolean attached;

	/**
	 * Creates a sampler.
	 * @param control the settings
	 * @param limits how much is held
	 * @param rules further rules
	 * @param counts where to count
	 * @param failures told of failures of the sampler itself, and what it was doing
	 */
	public TailSampler(SamplingControl control, SamplingLimits limits, List<KeepRule> rules, SamplingCounts counts,
			BiConsumer<String, Throwable> failures) {
		this(control, limits, rules, counts, failures, System::nanoTime);
	}

	TailSampler(SamplingControl control, SamplingLimits limits, List<KeepRule> rules, SamplingCounts counts,
			BiConsumer<String, Throwable> failures, LongSupplier nanoClock) {
		this.control = control;
		this.counts = counts;
		this.failures = failures;
		this.rules = new KeepRules(rules, counts, nanoClock, failures);
		this.open = new OpenTraces(limits, nanoClock,
				(held) -> counts.spansDropped(SamplingCounts.DropReason.AGE, held));
		this.ends = new TraceEnds(limits, counts, this.open, this.recentlyKept);
	}

	/**
	 * Says that ended spans will come here, so that what is not sampled is to be
	 * recorded.
	 */
	void attach() {
		this.attached = true;
	}

	/**
	 * Whether to record what is not sampled.
	 */
	boolean records() {
		return this.attached && this.control.settings().enabled();
	}

	/**
	 * Whether the trace of a span may still be kept, so that spans below it are to be
	 * recorded.
	 */
	boolean follows(SpanContext span) {
		return this.open.find(span) != null || this.recentlyKept.get(span.getSpanId()) != null;
	}

	/**
	 * The settings, to be read and changed.
	 * @return the control
	 */
	public SamplingControl control() {
		return this.control;
	}

	/**
	 * Keeps the trace of the current span, whatever becomes of it. The same as setting
	 * the attribute {@code telemetry.keep} on the span, but at once: what is called from
	 * now on is told.
	 */
	public void keepCurrent() {
		keep(Span.current().getSpanContext());
	}

	/**
	 * The reasons of all rules, in their order.
	 * @return the reasons
	 */
	public List<String> reasons() {
		return this.rules.reasons();
	}

	/**
	 * How many spans are open, or have ended and wait for their root.
	 * @return the number of spans
	 */
	public int heldSpans() {
		return this.open.size();
	}

	void started(Context parentContext, ReadableSpan span) {
		SpanContext context = span.getSpanContext();
		SpanContext parent = span.getParentSpanContext();
		if (isLocalRoot(parent)) {
			this.open.add(context.getTraceId(), new LocalTrace(new RootState(span, LocalRoot.sampling(parentContext))),
					false);
			return;
		}
		LocalTrace trace = this.open.find(parent);
		if (trace != null) {
			if (!this.open.add(context.getSpanId(), trace) && !context.isSampled()) {
				trace.truncate();
			}
			return;
		}
		Verdict verdict = this.recentlyKept.get(parent.getSpanId());
		if (verdict != null) {
			this.recentlyKept.add(context.getSpanId(), verdict);
		}
	}

	private static boolean isLocalRoot(SpanContext parent) {
		return !parent.isValid() || parent.isRemote();
	}

	void ended(ReadableSpan span, KeptSpans kept) {
		this.counts.spanEnded();
		LocalTrace trace = this.open.find(span.getSpanContext());
		if (trace == null && isLocalRoot(span.getParentSpanContext())) {
			trace = new LocalTrace(new RootState(span, null));
		}
		if (trace == null) {
			this.ends.endLate(span, kept);
			return;
		}
		noteMarks(span, trace.root());
		if (trace.root().is(span.getSpanContext().getSpanId())) {
			Verdict verdict = trace.verdict();
			this.ends.endRoot(span, trace, (verdict != null) ? verdict : judge(trace, new SpanOutcome(span)), kept);
		}
		else {
			this.ends.endBelow(span, trace, kept);
		}
	}

	private void noteMarks(ReadableSpan span, RootState root) {
		if (Boolean.TRUE.equals(span.getAttribute(SamplingAttributes.KEEP))) {
			root.force();
		}
		if (this.control.settings().keepErrors() == SamplingSettings.KeepErrors.ANY && !root.failedBelow()
				&& SpanOutcome.failed(span)) {
			root.failBelow();
		}
	}

	private Verdict judge(LocalTrace trace, RootOutcome outcome) {
		Verdict verdict = trace.judge(this.rules.judge(trace.root().judgedBy(outcome, this.control.settings())));
		String reason = verdict.reason();
		if (reason != null) {
			this.counts.rootKept(reason);
		}
		else {
			this.counts.rootNotKept();
		}
		return verdict;
	}

	/**
	 * Decides what is still open by what is known so far, and hands on what is kept.
	 */
	void shutdown(KeptSpans kept) {
		SamplingSettings settings = this.control.settings();
		for (LocalTrace first : this.open.all()) {
			for (LocalTrace trace = first; trace != null; trace = trace.next()) {
				this.ends.shutdown(trace, this.rules.isKeptAlready(trace, settings), kept);
			}
		}
	}

	@Override
	public boolean decide(Span root, RootOutcome outcome) {
		if (!this.attached || !(root instanceof ReadableSpan span) || !root.isRecording()) {
			return root.isRecording();
		}
		try {
			LocalTrace trace = this.open.find(span.getSpanContext());
			if (trace == null) {
				if (!isLocalRoot(span.getParentSpanContext())) {
					return true;
				}
				trace = new LocalTrace(new RootState(span, null));
				this.open.add(span.getSpanContext().getTraceId(), trace, true);
			}
			if (!trace.root().is(span.getSpanContext().getSpanId())) {
				return true;
			}
			Verdict before = trace.verdict();
			if (before != null) {
				return isWritten(before);
			}
			noteMarks(span, trace.root());
			Verdict verdict = judge(trace, outcome);
			if (verdict.exported()) {
				verdict.describe(root);
				trace.root().noteDescribed();
			}
			return isWritten(verdict);
		}
		catch (Throwable ex) {
			this.failures.accept("deciding on a trace", ex);
			return true;
		}
	}

	private boolean isWritten(Verdict verdict) {
		return verdict.exported() || this.control.settings().eagerAttributes();
	}

	@Override
	public boolean isKept(SpanContext span) {
		if (span.isSampled() || !this.attached) {
			return span.isSampled();
		}
		try {
			LocalTrace trace = this.open.find(span);
			return (trace != null) ? this.rules.isKeptAlready(trace, this.control.settings())
					: this.recentlyKept.get(span.getSpanId()) != null;
		}
		catch (Throwable ex) {
			this.failures.accept("looking whether a trace is kept", ex);
			return false;
		}
	}

	@Override
	public void keep(SpanContext span) {
		LocalTrace trace = this.open.find(span);
		if (trace != null) {
			trace.root().force();
		}
	}

	@Override
	public void fail(SpanContext span) {
		LocalTrace trace = this.open.find(span);
		if (trace != null && trace.root().promised() == null && this.rules.promiseError(this.control.settings())) {
			trace.root().promise(KeepReasons.ERROR);
		}
	}

	@Override
	public long slowThresholdNanos() {
		return (this.attached) ? this.control.settings().slowThresholdNanos() : Long.MAX_VALUE;
	}

	/**
	 * Reports a failure of the sampler itself.
	 */
	void failed(String during, Throwable failure) {
		this.failures.accept(during, failure);
	}

}
