package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;

/**
 * Keeps track of the spans below a root: which are open, held or missing, while the root
 * is open and after its end. It is a base class because a root and its spans share one
 * lock and one object; most roots need no more than that. Thread safe.
 *
 * @param <T> the type of traces
 */
abstract class RootSpans<T extends ChainedTrace<T>> extends JudgedRoot {

	// Guarded by this. Set only while the root is followed, or while there are
	// late spans.
	private @Nullable SpansBelow below;

	// Guarded by this.
	private int missing;

	// Written with the lock; read for each span without it.
	private volatile boolean followed;

	// Guarded by this: whether some of its spans may be only in the memory.
	private boolean remembers;

	RootSpans(ReadableSpan root, RootStart start, @Nullable PathSampling path, boolean dryRun) {
		super(root, start, path, dryRun);
	}

	/**
	 * Creates the object that holds the spans.
	 */
	abstract SpansBelow newSpans(TraceStore<T> store);

	/**
	 * Removes the trace from the open traces, once the root and all spans below it are
	 * over. Called with the lock held.
	 */
	abstract void close(TraceStore<T> store);

	/**
	 * Returns whether the root has a place.
	 */
	final boolean isFollowed() {
		return this.followed;
	}

	/**
	 * Notes whether the root has a place. Called with the lock held.
	 */
	final void noteFollowed(boolean followed) {
		this.followed = followed;
	}

	/**
	 * Notes that some spans may be only in the memory. Called with the lock held.
	 */
	final void noteRemembered() {
		this.remembers = true;
	}

	private SpansBelow below(TraceStore<T> store) {
		SpansBelow below = this.below;
		if (below == null) {
			below = newSpans(store);
			this.below = below;
		}
		return below;
	}

	/**
	 * Returns whether a span is open or held.
	 */
	final boolean isKnown(String spanId) {
		synchronized (this) {
			return this.below != null && this.below.contains(spanId);
		}
	}

	/**
	 * Notes a span that starts below the root.
	 * @param maxKnown how many spans may be open or held while the root is undecided
	 */
	final Admittance enter(String spanId, int maxKnown, TraceStore<T> store) {
		synchronized (this) {
			if (isConcluded()) {
				return isKept() ? Admittance.KEPT : enterLate(spanId, store);
			}
			if (!this.followed) {
				return missing(Admittance.UNFOLLOWED);
			}
			SpansBelow below = below(store);
			boolean tooMany = !isExported() && below.size() >= maxKnown;
			return (!tooMany && below.enter(spanId, store.budget())) ? Admittance.ENTERED : missing(Admittance.FULL);
		}
	}

	// A span below another one that is still open may have to be kept with that one.
	private Admittance enterLate(String spanId, TraceStore<T> store) {
		SpansBelow below = this.below;
		boolean follows = below != null && below.size() > 0 && below.enter(spanId, store.budget());
		return (follows) ? Admittance.ENTERED : Admittance.NOT_KEPT;
	}

	// The span counts as missing until its end, when there may be room again.
	private Admittance missing(Admittance admittance) {
		this.remembers = true;
		this.missing++;
		return admittance;
	}

	/**
	 * Ends a span below the root. The span is held as long as the root is undecided. A
	 * root that this project started is decided a moment before its span ends.
	 * @param bytes how much memory the span takes, already taken from the budget, or 0 if
	 * it was not measured
	 * @param maxSpans how many spans may be held while the root is undecided
	 * @return what becomes of the span; unless it is held, the caller gives back the
	 * bytes
	 */
	final SpanFate end(ReadableSpan span, long bytes, int maxSpans, TraceStore<T> store) {
		synchronized (this) {
			if (decision() != null) {
				return isKept() ? leave(span, SpanFate.KEPT, store) : SpanFate.LATE;
			}
			if (this.remembers && !isPlaced(span.getSpanContext().getSpanId(), store)) {
				this.missing -= (isExported()) ? 1 : 0;
				return (isExported()) ? SpanFate.KEPT : SpanFate.NO_ROOM;
			}
			SpansBelow below = below(store);
			if (isExported()) {
				below.hold(span, bytes);
				return (below.isChunkFull()) ? SpanFate.CHUNK_FULL : SpanFate.HELD_BRIEFLY;
			}
			if (below.heldSpans() >= maxSpans) {
				this.missing++;
				return leave(span, SpanFate.TRUNCATED, store);
			}
			below.hold(span, bytes);
			return SpanFate.HELD;
		}
	}

	/**
	 * Ends a span below the root for which there is no room.
	 * @return what becomes of the span
	 */
	final SpanFate endUnheld(ReadableSpan span, TraceStore<T> store) {
		synchronized (this) {
			if (decision() != null && !isKept()) {
				return SpanFate.LATE;
			}
			boolean missed = this.remembers && !isKnown(span.getSpanContext().getSpanId());
			if (isKept() || isExported()) {
				this.missing -= (missed) ? 1 : 0;
				return leave(span, SpanFate.KEPT, store);
			}
			this.missing += (missed) ? 0 : 1;
			return leave(span, SpanFate.NO_ROOM, store);
		}
	}

	// A span that was only remembered takes a place now.
	private boolean isPlaced(String spanId, TraceStore<T> store) {
		if (isKnown(spanId)) {
			return true;
		}
		if (!this.followed || !below(store).enter(spanId, store.budget())) {
			return false;
		}
		this.missing--;
		return true;
	}

	private SpanFate leave(ReadableSpan span, SpanFate fate, TraceStore<T> store) {
		if (this.below != null) {
			this.below.remove(span.getSpanContext().getSpanId());
		}
		closeIfOver(store);
		return fate;
	}

	/**
	 * Removes the trace from the open traces if the root is over and no span is left.
	 * Called with the lock held.
	 */
	final void closeIfOver(TraceStore<T> store) {
		if (!isConcluded()) {
			return;
		}
		SpansBelow below = this.below;
		if (below != null) {
			below.shrink(store.budget());
		}
		if (below == null || below.size() == 0) {
			close(store);
		}
	}

	/**
	 * Returns whether a span that ends after the root, where the root was not kept, is to
	 * be held because a span above it is open.
	 */
	final boolean isWithinLate(ReadableSpan span) {
		synchronized (this) {
			return this.below != null && this.below.isWithinLate(span);
		}
	}

	/**
	 * Ends a span after the root, where the root was not kept. The span is held as long
	 * as a span above it is open, if there is room for it.
	 * @param bytes how much memory the span takes, already taken from the budget, or 0 if
	 * there is no room; given back unless the span is held
	 * @param certain whether the span is to be kept with all spans that are held
	 * @return the spans that are over with this one, this one last, or none if it is held
	 */
	final List<ReadableSpan> endLate(ReadableSpan span, long bytes, boolean certain, int maxSpans,
			TraceStore<T> store) {
		synchronized (this) {
			SpansBelow below = this.below;
			if (below == null) {
				store.budget().giveBackBytes(bytes);
				closeIfOver(store);
				return List.of(span);
			}
			List<ReadableSpan> over = below.endLate(span, bytes, certain, maxSpans, store.budget());
			closeIfOver(store);
			return over;
		}
	}

	/**
	 * Gives up the held spans. Called with the lock held.
	 */
	final List<ReadableSpan> giveUp(TraceStore<T> store) {
		return (this.below != null) ? this.below.giveUp(store.budget()) : List.of();
	}

	/**
	 * Gives up the held spans and the places of the open ones, which are only remembered
	 * from now on. Called with the lock held.
	 * @param trace this trace, to be remembered
	 * @return the spans that were held
	 */
	final List<ReadableSpan> giveUpAll(T trace, TraceStore<T> store) {
		List<ReadableSpan> held = giveUp(store);
		this.missing += (isExported()) ? 0 : held.size();
		SpansBelow below = this.below;
		if (below != null) {
			this.missing += below.size();
			for (String spanId : below.all()) {
				store.memory().add(spanId, trace);
			}
			below.clear();
			below.shrink(store.budget());
			this.below = null;
		}
		return held;
	}

	/**
	 * Gives back unused places.
	 */
	final void shrink(TraceStore<T> store) {
		synchronized (this) {
			if (this.below != null) {
				this.below.shrink(store.budget());
			}
		}
	}

	/**
	 * Counts spans as missing that could not wait for a span above them.
	 */
	final void noteMissing(int spans) {
		synchronized (this) {
			this.missing += spans;
		}
	}

	/**
	 * Returns how many spans are missing.
	 */
	final int truncated() {
		synchronized (this) {
			return this.missing;
		}
	}

	/**
	 * Returns how many spans are held.
	 */
	final int held() {
		synchronized (this) {
			return (this.below != null) ? this.below.heldSpans() : 0;
		}
	}

	/**
	 * Returns how many spans are open or held.
	 */
	final int openOrHeld() {
		synchronized (this) {
			return ((this.below != null) ? this.below.size() : 0) + ((this.followed) ? 1 : 0);
		}
	}

}
