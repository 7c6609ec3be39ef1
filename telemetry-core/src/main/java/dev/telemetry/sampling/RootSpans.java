package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;

/**
 * What becomes of the spans below a root: which are open, held or missing, as long as the
 * root is open and after it. A base class, because a root and its spans share one lock
 * and one object; most roots have no more than that. Thread safe.
 *
 * @param <T> the type of traces
 */
abstract class RootSpans<T extends ChainedTrace<T>> extends JudgedRoot {

	// Guarded by this. There is one only while the root is followed, or spans are late.
	private @Nullable SpansBelow below;

	// Guarded by this.
	private int missing;

	// Written under the lock; asked for with each span, and without it.
	private volatile boolean followed;

	// Guarded by this: whether spans of it may be in the memory only.
	private boolean remembers;

	RootSpans(ReadableSpan root, RootStart start, @Nullable PathSampling path, boolean dryRun) {
		super(root, start, path, dryRun);
	}

	/**
	 * Makes what holds the spans.
	 */
	abstract SpansBelow newSpans(TraceStore<T> store);

	/**
	 * Leaves the open traces, once the root and all spans below it are over. Called with
	 * the lock.
	 */
	abstract void close(TraceStore<T> store);

	/**
	 * Whether the root has a place.
	 */
	final boolean isFollowed() {
		return this.followed;
	}

	/**
	 * Notes whether the root has a place. Called with the lock, as the next one.
	 */
	final void noteFollowed(boolean followed) {
		this.followed = followed;
	}

	/**
	 * Notes that spans may be found in the memory only.
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
	 * Whether a span is open or held.
	 */
	final boolean isKnown(String spanId) {
		synchronized (this) {
			return this.below != null && this.below.contains(spanId);
		}
	}

	/**
	 * Notes a span that starts below the root.
	 * @param maxKnown how many may be open or held before it is decided
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

	// A span below one that is still open may have to be kept with it.
	private Admittance enterLate(String spanId, TraceStore<T> store) {
		SpansBelow below = this.below;
		boolean follows = below != null && below.size() > 0 && below.enter(spanId, store.budget());
		return (follows) ? Admittance.ENTERED : Admittance.NOT_KEPT;
	}

	// Missing until its end, when there may be room again.
	private Admittance missing(Admittance admittance) {
		this.remembers = true;
		this.missing++;
		return admittance;
	}

	/**
	 * Ends a span below the root: it is held as long as the root is undecided. A root of
	 * the project's own is decided a moment before its span ends.
	 * @param bytes how much memory it takes, taken from the budget, or 0 if it was not
	 * measured
	 * @param maxSpans how many may be held before it is decided
	 * @return what becomes of it; unless it is held, the bytes are to be given back
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
	 * @return what becomes of it
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

	// One that was only remembered takes its place now.
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
	 * Leaves the open traces if nothing is left. Called with the lock.
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
	 * Whether a span that ends after the root, which was not kept, is to be held because
	 * one above it is open.
	 */
	final boolean isWithinLate(ReadableSpan span) {
		synchronized (this) {
			return this.below != null && this.below.isWithinLate(span);
		}
	}

	/**
	 * Ends a span after the root, which was not kept: held as long as one above it is
	 * open, if there is room for it.
	 * @param bytes how much memory it takes, taken from the budget, or 0 if there is no
	 * room; given back unless it is held
	 * @param certain whether it is to be kept with all that is held
	 * @return the spans that are over with it, itself last, or none if it is held
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
	 * Gives up what is held. Called with the lock.
	 */
	final List<ReadableSpan> giveUp(TraceStore<T> store) {
		return (this.below != null) ? this.below.giveUp(store.budget()) : List.of();
	}

	/**
	 * Gives up what is held, and the places of what is open, which is only remembered
	 * from now on. Called with the lock.
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
	 * Gives back places that are not in use.
	 */
	final void shrink(TraceStore<T> store) {
		synchronized (this) {
			if (this.below != null) {
				this.below.shrink(store.budget());
			}
		}
	}

	/**
	 * Notes spans that could not wait for one above them.
	 */
	final void noteMissing(int spans) {
		synchronized (this) {
			this.missing += spans;
		}
	}

	/**
	 * How many spans are missing.
	 */
	final int truncated() {
		synchronized (this) {
			return this.missing;
		}
	}

	/**
	 * How many spans are held.
	 */
	final int held() {
		synchronized (this) {
			return (this.below != null) ? this.below.heldSpans() : 0;
		}
	}

	/**
	 * How many spans are open or held.
	 */
	final int openOrHeld() {
		synchronized (this) {
			return ((this.below != null) ? this.below.size() : 0) + ((this.followed) ? 1 : 0);
		}
	}

}
