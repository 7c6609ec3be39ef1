package dev.telemetry.sampling;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.sampling.SamplingSettings.ParentSampling;

/**
 * Assigns spans that start to their local root. Thread safe.
 */
final class TraceStarts {

	private static final long OPEN_FOR_EACH_HELD = 2;

	private static final long OLD_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final SamplingControl control;

	private final TraceStore<LocalTrace> store;

	private final Eviction eviction;

	private final int maxKnown;

	private final LongSupplier nanoClock;

	TraceStarts(SamplingControl control, SamplingLimits limits, TraceStore<LocalTrace> store, Eviction eviction,
			LongSupplier nanoClock) {
		this.control = control;
		this.maxKnown = (int) Math.min(OPEN_FOR_EACH_HELD * limits.maxSpansPerRoot(), Integer.MAX_VALUE);
		this.store = store;
		this.eviction = eviction;
		this.nanoClock = nanoClock;
	}

	/**
	 * Returns whether a span with that parent is a local root.
	 */
	static boolean isLocalRoot(SpanContext parent) {
		return !parent.isValid() || parent.isRemote();
	}

	LocalTrace trace(ReadableSpan root, @Nullable PathSampling path) {
		return trace(root, start(root.getParentSpanContext()), path);
	}

	private LocalTrace trace(ReadableSpan root, RootStart start, @Nullable PathSampling path) {
		return new LocalTrace(root, start, path, this.control.settings().dryRun(), this.nanoClock.getAsLong());
	}

	private RootStart start(SpanContext parent) {
		if (!parent.isValid()) {
			return RootStart.HERE;
		}
		return (parent.isRemote()) ? called() : RootStart.LATE;
	}

	private RootStart called() {
		return (this.control.settings().parent() == ParentSampling.IGNORE) ? RootStart.CALLED_BY_OUTSIDER
				: RootStart.CALLED;
	}

	/**
	 * Returns a trace for spans that are still to come below a late span that is kept.
	 */
	LocalTrace keptLate(ReadableSpan span, Decision decision) {
		LocalTrace kept = trace(span, null);
		kept.decide(decision);
		kept.conclude(decision, this.store);
		return kept;
	}

	void started(Context parentContext, ReadWriteSpan span) {
		SpanContext parent = span.getParentSpanContext();
		if (isLocalRoot(parent)) {
			follow(trace(span, SamplingHint.sampling(parentContext)));
			return;
		}
		LocalTrace trace = this.store.find(parent);
		if (trace != null) {
			startedBelow(span, trace);
		}
		else if (!span.getSpanContext().isSampled()) {
			follow(unknownParent(parentContext, span));
		}
	}

	// A parent that was recorded is over. Any other parent was built from stored ids, and
	// is treated like one in another process.
	private LocalTrace unknownParent(Context parentContext, ReadableSpan span) {
		boolean recorded = Span.fromContext(parentContext) instanceof ReadableSpan;
		return (recorded) ? trace(span, RootStart.LATE, null)
				: trace(span, called(), SamplingHint.sampling(parentContext));
	}

	/**
	 * Follows a trace if there is room for its root; otherwise remembers it.
	 */
	void follow(LocalTrace trace) {
		if (!this.eviction.takePlace()) {
			trace.refuse(this.store);
		}
		else if (!trace.follow(this.store)) {
			this.store.budget().giveBack(1);
		}
		else {
			releaseOlder(trace);
		}
	}

	// Some traces of its chain may never be ended. Thousands of them, with all that their
	// spans hold, would fill the heap.
	private static void releaseOlder(LocalTrace trace) {
		for (LocalTrace older = trace.next(); older != null; older = older.next()) {
			if (trace.startNanos() - older.startNanos() >= OLD_NANOS) {
				older.releaseSpan();
			}
		}
	}

	/**
	 * Notes a span of another process a moment before it ends here.
	 * @param trace the trace of the span, or {@code null} if it is over and not known
	 */
	void adopted(ReadableSpan span, @Nullable LocalTrace trace) {
		if (trace != null) {
			startedBelow(span, trace);
		}
		else if (!span.getSpanContext().isSampled()) {
			follow(trace(span, RootStart.LATE, null));
		}
	}

	private void startedBelow(ReadableSpan span, LocalTrace trace) {
		String spanId = span.getSpanContext().getSpanId();
		switch (enter(spanId, trace)) {
			case FULL, UNFOLLOWED -> this.store.memory().add(spanId, trace);
			case KEPT -> {
				if (!span.getSpanContext().isSampled()) {
					this.store.memory().add(spanId, trace);
				}
			}
			case NOT_KEPT -> follow(trace(span, null));
			case ENTERED -> {
			}
		}
	}

	private Admittance enter(String spanId, LocalTrace trace) {
		if (this.store.budget().free() <= 0) {
			this.eviction.makeRoom();
		}
		if (!trace.isFollowed() && !trace.isConcluded()) {
			follow(trace);
		}
		return trace.enter(spanId, this.maxKnown, this.store);
	}

}
