package dev.telemetry.sampling;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.health.SamplingCounts;

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

	private final TraceStarts starts;

	private final TraceEnds ends;

	private volatile @Nullable TraceConsumer kept;

	/**
	 * Creates a sampler.
	 * @param control the settings
	 * @param limits how much is held
	 * @param rules further rules, asked for when the first trace is decided
	 * @param counts where to count
	 * @param failures told of failures of the sampler itself, and what it was doing
	 */
	public TailSampler(SamplingControl control, SamplingLimits limits, Supplier<List<KeepRule>> rules,
			SamplingCounts counts, BiConsumer<String, Throwable> failures) {
		this(control, limits, rules, counts, failures, System::nanoTime);
	}

	TailSampler(SamplingControl control, SamplingLimits limits, Supplier<List<KeepRule>> rules, SamplingCounts counts,
			BiConsumer<String, Throwable> failures, LongSupplier nanoClock) {
		this.control = control;
		this.counts = counts;
		this.failures = failures;
		this.rules = new KeepRules(rules, counts, nanoClock, failures);
		this.open = new OpenTraces(limits, nanoClock, this::age);
		this.starts = new TraceStarts(this.open, this.recentlyKept, nanoClock);
		this.ends = new TraceEnds(limits, counts, this.open, this.recentlyKept);
	}

	/**
	 * Says that ended spans will come here, so that what is not sampled is to be
	 * recorded.
	 * @param kept takes what is exported
	 */
	void attach(TraceConsumer kept) {
		this.kept = kept;
	}

	/**
	 * Whether to record what is not sampled.
	 */
	boolean records() {
		return this.kept != null && this.control.settings().enabled();
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

	/**
	 * How many more spans there is room for.
	 */
	int freeSpans() {
		return this.open.free();
	}

	void started(Context parentContext, ReadWriteSpan span) {
		this.starts.started(parentContext, span);
	}

	void ended(ReadableSpan span, TraceConsumer kept) {
		this.counts.spanEnded();
		LocalTrace trace = this.open.find(span.getSpanContext());
		if (trace == null && TraceStarts.isLocalRoot(span.getParentSpanContext())) {
			trace = this.starts.trace(span, null);
		}
		if (trace == null) {
			this.ends.endLate(span, kept);
			return;
		}
		if (trace.root().is(span.getSpanContext().getSpanId())) {
			this.ends.endRoot(span, trace, decision(span, trace), kept);
		}
		else {
			trace.root().noteMarks(span, this.control.settings());
			this.ends.endBelow(span, trace, kept);
		}
	}

	private Decision decision(ReadableSpan root, LocalTrace trace) {
		Decision before = trace.decision();
		if (before != null) {
			return before;
		}
		trace.root().noteMarks(root, this.control.settings());
		return judge(trace, new SpanOutcome(root));
	}

	private Decision judge(LocalTrace trace, RootOutcome outcome) {
		Decision decision = trace.judge(this.rules.judge(trace.root().judgedBy(outcome, this.control.settings())));
		String reason = decision.reason();
		if (reason != null) {
			this.counts.rootKept(reason);
		}
		else {
			this.counts.rootNotKept();
		}
		return decision;
	}

	private void age(LocalTrace trace) {
		TraceConsumer kept = this.kept;
		if (kept != null && this.rules.isKeptAlready(trace, this.control.settings())) {
			this.ends.exportHeld(trace, kept);
		}
		else {
			this.ends.dropHeld(trace);
		}
	}

	/**
	 * Decides what is still open by what is known so far, and hands on what is kept.
	 */
	void shutdown(TraceConsumer kept) {
		for (LocalTrace first : this.open.all()) {
			for (LocalTrace trace = first; trace != null; trace = trace.next()) {
				shutdown(trace, kept);
			}
		}
	}

	private void shutdown(LocalTrace trace, TraceConsumer kept) {
		Decision decision = trace.decision();
		ReadableSpan root = trace.root().openSpan();
		if (decision == null && root != null) {
			decision = judge(trace, new SpanOutcome(root));
		}
		if (decision != null && decision.exported()) {
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
			LocalTrace trace = this.open.find(span.getSpanContext());
			if (trace == null) {
				if (!TraceStarts.isLocalRoot(span.getParentSpanContext())) {
					return true;
				}
				trace = this.starts.trace(span, null);
				this.open.add(span.getSpanContext().getTraceId(), trace, true);
			}
			if (!trace.root().is(span.getSpanContext().getSpanId())) {
				return true;
			}
			Decision before = trace.decision();
			if (before != null) {
				return isWritten(before);
			}
			trace.root().noteMarks(span, this.control.settings());
			Decision decision = judge(trace, outcome);
			if (decision.exported()) {
				decision.describe(root);
				trace.root().noteDescribed();
			}
			return isWritten(decision);
		}
		catch (Throwable ex) {
			this.failures.accept("deciding on a trace", ex);
			return true;
		}
	}

	private boolean isWritten(Decision decision) {
		return decision.exported() || this.control.settings().eagerAttributes();
	}

	@Override
	public boolean isKept(SpanContext span) {
		if (span.isSampled() || this.kept == null) {
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
	public void markFailed(SpanContext span) {
		LocalTrace trace = this.open.find(span);
		if (trace != null) {
			this.rules.promiseError(trace.root(), this.control.settings());
		}
	}

	@Override
	public void follow(SpanContext root, RootProgress progress) {
		LocalTrace trace = this.open.find(root);
		if (trace != null) {
			trace.root().follow(progress);
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
		this.failures.accept(during, failure);
	}

}
