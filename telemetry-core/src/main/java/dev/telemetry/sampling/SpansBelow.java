package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;

/**
 * The spans below a root: the ids of open and held spans, the held spans, and the places
 * taken for both. Created with the first of them, because most traces have none. Not
 * thread safe: guarded by the lock of the trace.
 */
class SpansBelow extends SpanIds {

	/** How many spans of a trace that is certain to be kept are handed on at once. */
	private static final int CHUNK = 64;

	private @Nullable ArrayList<ReadableSpan> held;

	private int reserved;

	private long measuredBytes;

	/**
	 * Adds a span that is open.
	 * @return whether there is a place for the span
	 */
	final boolean enter(String spanId, SpanBudget budget) {
		if (size() == this.reserved) {
			this.reserved += budget.reserve(this.reserved);
		}
		if (size() >= this.reserved) {
			return false;
		}
		add(spanId);
		return true;
	}

	final int heldSpans() {
		return (this.held != null) ? this.held.size() : 0;
	}

	final boolean isChunkFull() {
		return heldSpans() >= CHUNK;
	}

	/**
	 * Holds a span that has ended.
	 * @param bytes how much memory the span takes, already taken from the budget, or 0 if
	 * it was not measured
	 */
	final void hold(ReadableSpan span, long bytes) {
		ArrayList<ReadableSpan> held = this.held;
		if (held == null) {
			held = new ArrayList<>(4);
			this.held = held;
		}
		else if (held.size() == FEW) {
			held.ensureCapacity(CHUNK);
		}
		held.add(span);
		this.measuredBytes += bytes;
	}

	/**
	 * Gives up the held spans, and gives back their bytes.
	 */
	final List<ReadableSpan> giveUp(SpanBudget budget) {
		List<ReadableSpan> held = this.held;
		if (held == null) {
			return List.of();
		}
		this.held = null;
		if (held.size() == size()) {
			clear();
		}
		else {
			for (int i = 0; i < held.size(); i++) {
				remove(held.get(i).getSpanContext().getSpanId());
			}
		}
		giveBackBytes(budget);
		return held;
	}

	private void giveBackBytes(SpanBudget budget) {
		budget.giveBackBytes(this.measuredBytes);
		this.measuredBytes = 0;
	}

	/**
	 * Returns whether a span that ends after its root, where the root was not kept, is to
	 * be held because its parent is open or held.
	 */
	final boolean isWithinLate(ReadableSpan span) {
		return contains(span.getParentSpanContext().getSpanId()) && contains(span.getSpanContext().getSpanId());
	}

	/**
	 * Ends a span after its root, where the root was not kept. The span is held as long
	 * as a span above it is open, if there is room for it.
	 * @param bytes how much memory the span takes, already taken from the budget, or 0 if
	 * there is no room; given back unless the span is held
	 * @param certain whether the span is to be kept with all spans that are held
	 * @param maxSpans how many spans may be held
	 * @return the spans that are over with this one, this one last, or none if it is held
	 */
	final List<ReadableSpan> endLate(ReadableSpan span, long bytes, boolean certain, int maxSpans, SpanBudget budget) {
		String spanId = span.getSpanContext().getSpanId();
		if (!certain && bytes > 0 && heldSpans() < maxSpans && isWithinLate(span)) {
			hold(span, bytes);
			return List.of();
		}
		budget.giveBackBytes(bytes);
		remove(spanId);
		List<ReadableSpan> over = new ArrayList<>((certain) ? giveUp(budget) : giveUpBelow(spanId, budget));
		over.add(span);
		return over;
	}

	private List<ReadableSpan> giveUpBelow(String spanId, SpanBudget budget) {
		List<ReadableSpan> held = this.held;
		if (held == null) {
			return List.of();
		}
		List<ReadableSpan> below = new ArrayList<>();
		Set<String> parents = new HashSet<>(Set.of(spanId));
		boolean found = true;
		while (found) {
			found = false;
			for (Iterator<ReadableSpan> spans = held.iterator(); spans.hasNext();) {
				ReadableSpan span = spans.next();
				if (parents.contains(span.getParentSpanContext().getSpanId())) {
					spans.remove();
					below.add(span);
					parents.add(span.getSpanContext().getSpanId());
					remove(span.getSpanContext().getSpanId());
					found = true;
				}
			}
		}
		if (held.isEmpty()) {
			this.held = null;
			giveBackBytes(budget);
		}
		else {
			giveBackBytesOf(below, budget);
		}
		return below;
	}

	// Spans that were held before the root was decided may not have been measured.
	private void giveBackBytesOf(List<ReadableSpan> spans, SpanBudget budget) {
		long bytes = 0;
		for (int i = 0; i < spans.size() && bytes < this.measuredBytes; i++) {
			bytes += SpanFootprint.of(spans.get(i));
		}
		bytes = Math.min(bytes, this.measuredBytes);
		this.measuredBytes -= bytes;
		budget.giveBackBytes(bytes);
	}

	/**
	 * Gives back unused places.
	 */
	final void shrink(SpanBudget budget) {
		int unused = this.reserved - size();
		if (unused > 0) {
			budget.giveBack(unused);
			this.reserved -= unused;
		}
	}

}
