package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SamplingCounts.DropReason;
import dev.telemetry.health.SpanCopy;
import dev.telemetry.health.SpanFootprint;
import dev.telemetry.names.SamplingAttributes;

/**
 * Holds ended spans until their root is decided, and then hands them on or forgets them.
 * Counts the fate of each span. Thread safe.
 */
final class TraceEnds {

	private final SamplingLimits limits;

	private final SamplingCounts counts;

	private final TraceStore<LocalTrace> store;

	private final Eviction eviction;

	private final HandOverTimer timer;

	private final InternalFailures failures;

	// For the few roots whose spans have no room for more attributes, until these end.
	private final ConcurrentMap<LocalTrace, FullSpan> full = new ConcurrentHashMap<>();

	TraceEnds(SamplingLimits limits, SamplingCounts counts, TraceStore<LocalTrace> store, Eviction eviction,
			HandOverTimer timer, InternalFailures failures) {
		this.limits = limits;
		this.counts = counts;
		this.store = store;
		this.eviction = eviction;
		this.timer = timer;
		this.failures = failures;
	}

	/**
	 * Ends a span whose trace is unknown: either the trace is sampled and over, or the
	 * span was forgotten to make room.
	 */
	void endUnknown(ReadableSpan span, TraceConsumer kept) {
		if (span.getSpanContext().isSampled()) {
			kept.accept(List.of(SpanCopy.withoutExceptions(span)), SpanFootprint.of(span), true);
			this.counts.spansKept(1);
		}
		else {
			this.counts.spansDropped(DropReason.LIMIT, 1);
		}
	}

	/**
	 * Ends a span below a root.
	 * @return {@code false} if the root was over and not kept, so that the caller has to
	 * decide on the span
	 */
	boolean endBelow(ReadableSpan ended, LocalTrace trace, TraceConsumer kept) {
		long bytes = bytes(ended);
		// A span that is not measured has no events, and holds no exception.
		ReadableSpan span = (bytes > 0) ? SpanCopy.withoutExceptions(ended) : ended;
		if (bytes > 0 && !this.eviction.takeBytes(bytes)) {
			return endWithoutRoom(span, trace, kept);
		}
		SpanFate fate = trace.end(span, bytes, this.limits.maxSpansPerRoot(), this.store);
		switch (fate) {
			case HELD -> {
				return true;
			}
			case HELD_BRIEFLY -> {
				this.timer.arm();
				return true;
			}
			case CHUNK_FULL -> {
				exportHeld(trace, kept);
				return true;
			}
			default -> this.store.budget().giveBackBytes(bytes);
		}
		return endUnheld(span, fate, trace, kept);
	}

	private long bytes(ReadableSpan span) {
		boolean measured = this.store.budget().isMeasured() || SpanFootprint.mayBeLarge(span);
		return (measured) ? SpanFootprint.of(span) : 0;
	}

	/**
	 * Takes bytes for a span that ends after its root, where the root was not kept, if
	 * the span is to be held. Such spans are few and may be held for long, so each is
	 * measured.
	 */
	LateRoom takeBytesLate(ReadableSpan span, LocalTrace trace) {
		if (!trace.isWithinLate(span)) {
			return LateRoom.UNNEEDED;
		}
		if (trace.held() >= this.limits.maxSpansPerRoot()) {
			return LateRoom.TOO_MANY;
		}
		long bytes = SpanFootprint.of(span);
		return (this.eviction.takeBytes(bytes)) ? new LateRoom(bytes, null) : LateRoom.FULL;
	}

	private boolean endWithoutRoom(ReadableSpan span, LocalTrace trace, TraceConsumer kept) {
		return endUnheld(span, trace.endUnheld(span, this.store), trace, kept);
	}

	private boolean endUnheld(ReadableSpan span, SpanFate fate, LocalTrace trace, TraceConsumer kept) {
		switch (fate) {
			case KEPT -> export(span, trace, kept);
			case TRUNCATED -> this.counts.spansDropped(DropReason.TRUNCATED, 1);
			case NO_ROOM -> this.counts.spansDropped(DropReason.LIMIT, 1);
			default -> {
				return false;
			}
		}
		return true;
	}

	private void export(ReadableSpan span, LocalTrace trace, TraceConsumer kept) {
		Decision decision = trace.decisionSoFar();
		if (trace.decision() != null && !span.getSpanContext().isSampled()) {
			this.store.memory().add(span.getSpanContext().getSpanId(), trace);
		}
		kept.accept(List.of(KeptSpan.of(span, decision.adjustedCount(), Attributes.empty())), SpanFootprint.of(span),
				decision.isExpendable());
		this.counts.spansKept(1);
	}

	/**
	 * Returns the span to write the end of a root to whose own span has no room for more.
	 */
	Span full(Span root, LocalTrace trace) {
		return this.full.computeIfAbsent(trace, (added) -> new FullSpan(root));
	}

	/**
	 * Ends a root and the held spans of its trace.
	 */
	void endRoot(ReadableSpan root, LocalTrace trace, Decision decision, TraceConsumer kept) {
		FullSpan full = (this.full.isEmpty()) ? null : this.full.remove(trace);
		List<ReadableSpan> others = trace.conclude(decision, this.store);
		tell(trace, decision.exported());
		if (decision.exported()) {
			kept.accept(exported(others, root, decision, added(trace, decision, full)),
					SpanFootprint.of(root) + bytes(others), decision.isExpendable());
			this.counts.spansKept(others.size() + 1);
			FlightRecording.kept(root, decision.reason());
		}
		else {
			this.counts.spansNotKept(others.size() + 1);
			dropped(others, root, trace, kept);
		}
	}

	// For consumers of traces that are not kept. By default there are none.
	private void dropped(List<ReadableSpan> others, @Nullable ReadableSpan root, LocalTrace trace, TraceConsumer kept) {
		if (!kept.takesDropped()) {
			return;
		}
		List<ReadableSpan> dropped = new ArrayList<>(others);
		if (root != null) {
			dropped.add(root);
		}
		LimitedReason refused = trace.refused();
		kept.dropped(dropped, bytes(dropped), (refused != null) ? refused.reason() : null);
	}

	/**
	 * Ends a span after its root, where the root was not kept, with the spans that are
	 * held below it.
	 * @param spans the spans, the one that the decision is about last
	 * @param room the room for that span
	 */
	void endLate(List<ReadableSpan> spans, LocalTrace trace, Decision decision, LateRoom room, TraceConsumer kept) {
		if (!decision.exported()) {
			countLost(spans.size(), trace, room.refused());
			dropped(spans, null, trace, kept);
			return;
		}
		int last = spans.size() - 1;
		List<ReadableSpan> exported = exported(spans.subList(0, last), spans.get(last), decision,
				added(trace, decision, null));
		kept.accept(exported, bytes(spans), decision.isExpendable());
		this.counts.spansKept(spans.size());
	}

	// A span that could not wait for a span above it counts as lost, not as
	// decided against.
	private void countLost(int spans, LocalTrace trace, @Nullable DropReason refused) {
		if (refused != null) {
			trace.noteMissing(spans);
			this.counts.spansDropped(refused, spans);
		}
		else {
			this.counts.spansNotKept(spans);
		}
	}

	private static List<ReadableSpan> exported(List<ReadableSpan> others, ReadableSpan root, Decision decision,
			Attributes added) {
		ReadableSpan kept = KeptSpan.of(root, decision.adjustedCount(), added);
		if (others.isEmpty()) {
			return List.of(kept);
		}
		List<ReadableSpan> exported = exported(others, decision);
		exported.add(kept);
		return exported;
	}

	private static List<ReadableSpan> exported(List<ReadableSpan> held, Decision decision) {
		List<ReadableSpan> exported = new ArrayList<>(held.size() + 1);
		for (ReadableSpan span : held) {
			exported.add(KeptSpan.of(span, decision.adjustedCount(), Attributes.empty()));
		}
		return exported;
	}

	// The spans themselves are measured: their exported form is created anew when it
	// is read.
	private static long bytes(List<ReadableSpan> spans) {
		long bytes = 0;
		for (int i = 0; i < spans.size(); i++) {
			bytes += SpanFootprint.of(spans.get(i));
		}
		return bytes;
	}

	private static Attributes added(LocalTrace trace, Decision decision, @Nullable FullSpan full) {
		int truncated = trace.truncated();
		boolean described = trace.isDescribed();
		if (described && truncated == 0 && full == null) {
			return Attributes.empty();
		}
		AttributesBuilder added = (full != null) ? full.attributes().toBuilder() : Attributes.builder();
		if (!described) {
			decision.describe(added);
		}
		if (truncated > 0) {
			added.put(SamplingAttributes.TRUNCATED, (long) truncated);
		}
		return added.build();
	}

	/**
	 * Hands on the held spans of traces that are certain to be kept and began a while
	 * ago. A short trace is handed on as a whole.
	 * @return whether there is more to come
	 */
	boolean handOverDue(long nowNanos, TraceConsumer kept) {
		boolean more = false;
		for (LocalTrace trace : this.store.open().all()) {
			boolean due = nowNanos - trace.startNanos() >= HandOverTimer.PERIOD_NANOS;
			if (due) {
				handOnGuarded(trace, kept);
			}
			else {
				more |= isHandedOn(trace) && trace.held() > 0;
			}
		}
		return more;
	}

	/**
	 * Hands on the held spans of all traces that are certain to be kept.
	 */
	void handOverAll(TraceConsumer kept) {
		for (LocalTrace trace : this.store.open().all()) {
			handOnGuarded(trace, kept);
		}
	}

	private void handOnGuarded(LocalTrace trace, TraceConsumer kept) {
		try {
			handOn(trace, kept);
		}
		catch (Throwable ex) {
			this.failures.report("handing on what is held", ex);
		}
	}

	/**
	 * Hands on the held spans of a trace, if it is certain to be kept.
	 * @return whether the trace is certain to be kept and its root is open
	 */
	boolean handOn(LocalTrace trace, TraceConsumer kept) {
		if (!isHandedOn(trace)) {
			return false;
		}
		exportHeld(trace, kept);
		return true;
	}

	private static boolean isHandedOn(LocalTrace trace) {
		return trace.isExported() && !trace.isConcluded();
	}

	/**
	 * Hands on the held spans of a trace that is certain to be kept and whose root is
	 * still open.
	 */
	void exportHeld(LocalTrace trace, TraceConsumer kept) {
		List<ReadableSpan> held = trace.takeHeld(this.store);
		tell(trace, true);
		export(held, trace, kept);
	}

	private void export(List<ReadableSpan> held, LocalTrace trace, TraceConsumer kept) {
		if (!held.isEmpty()) {
			Decision decision = trace.decisionSoFar();
			kept.accept(exported(held, decision), bytes(held), decision.isExpendable());
			this.counts.spansKept(held.size());
		}
	}

	/**
	 * Forgets the held spans of a trace that is not kept.
	 */
	void forgetHeld(LocalTrace trace) {
		this.counts.spansNotKept(trace.takeHeld(this.store).size());
		tell(trace, false);
	}

	/**
	 * Takes all places from a trace, to make room.
	 */
	void evict(LocalTrace trace, TraceConsumer kept) {
		List<ReadableSpan> held = trace.unfollow(this.store);
		if (trace.isConcluded()) {
			this.counts.spansNotKept(held.size());
		}
		else if (trace.isExported()) {
			tell(trace, true);
			export(held, trace, kept);
		}
		else {
			this.counts.spansDropped(DropReason.AGE, held.size());
			tellEvicted(trace);
		}
	}

	// What waits for the decision must not keep the spans from leaving.
	private void tell(LocalTrace trace, boolean kept) {
		try {
			trace.tell(kept);
		}
		catch (Throwable ex) {
			this.failures.report("telling a decision", ex);
		}
	}

	private void tellEvicted(LocalTrace trace) {
		try {
			trace.tellEvicted();
		}
		catch (Throwable ex) {
			this.failures.report("telling a decision", ex);
		}
	}

}
