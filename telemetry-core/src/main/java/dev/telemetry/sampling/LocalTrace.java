package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;

/**
 * A local root and the spans below it: those that are open, and those that have ended and
 * are held. Thread safe: what is decided is said once, and after that nothing is held but
 * for spans below a late one. The lock of a trace may be held while those of the memory
 * and of the map of traces are taken, never the other way round.
 */
final class LocalTrace extends RootMarks {

	/** How many spans of a trace that is certain to be kept are handed on at once. */
	static final int CHUNK = 64;

	private final long startNanos;

	// Another local root of the same trace, as where a service calls itself.
	private volatile @Nullable LocalTrace next;

	private volatile @Nullable Decision decision;

	// Guarded by this.
	private @Nullable SpansBelow below;

	// Written under the lock; asked for with each span, and without it.
	private volatile boolean followed;

	// Guarded by this: whether spans of it may be in the memory only.
	private boolean remembers;

	private volatile boolean concluded;

	// Written before another thread can see it, or under the lock.
	private boolean indexed;

	/**
	 * Creates a trace.
	 * @param dryRun whether it is exported whatever is decided
	 * @param startNanos when it began, by the monotonic clock of the JVM
	 */
	LocalTrace(ReadableSpan root, Start start, @Nullable PathSampling path, boolean dryRun, long startNanos) {
		super(root, start, path, dryRun);
		this.startNanos = startNanos;
	}

	long startNanos() {
		return this.startNanos;
	}

	@Nullable LocalTrace next() {
		return this.next;
	}

	void next(@Nullable LocalTrace next) {
		this.next = next;
	}

	/**
	 * Whether it is found by the ids of its spans only.
	 */
	boolean isIndexed() {
		return this.indexed;
	}

	void indexed() {
		this.indexed = true;
	}

	/**
	 * Whether a span belongs here.
	 */
	boolean knows(String spanId) {
		if (this.followed && is(spanId)) {
			return true;
		}
		synchronized (this) {
			return this.below != null && this.below.contains(spanId);
		}
	}

	/**
	 * Whether the root has a place.
	 */
	boolean isFollowed() {
		return this.followed;
	}

	/**
	 * Follows the trace, for whose root a place was taken.
	 * @return whether it was not followed before
	 */
	boolean follow(TraceStore store) {
		synchronized (this) {
			if (this.followed || this.concluded) {
				return false;
			}
			store.open().add(this);
			this.followed = true;
			note(id(), store);
			return true;
		}
	}

	private void note(String spanId, TraceStore store) {
		if (this.indexed) {
			store.open().note(spanId, this);
		}
	}

	private void forget(String spanId, TraceStore store) {
		if (this.indexed) {
			store.open().forget(spanId);
		}
	}

	private SpansBelow below() {
		SpansBelow below = this.below;
		if (below == null) {
			below = new SpansBelow();
			this.below = below;
		}
		return below;
	}

	/**
	 * Notes a span that starts below the root.
	 * @param maxKnown how many may be open or held before it is decided
	 */
	Admittance enter(String spanId, int maxKnown, TraceStore store) {
		synchronized (this) {
			Decision decision = this.decision;
			if (this.concluded) {
				return enterLate(spanId, decision, store);
			}
			if (!this.followed) {
				return missing(Admittance.UNFOLLOWED);
			}
			SpansBelow below = below();
			boolean tooMany = !isExported() && below.size() >= maxKnown;
			if (tooMany || !below.enter(spanId, store.budget())) {
				return missing(Admittance.FULL);
			}
			note(spanId, store);
			return Admittance.ENTERED;
		}
	}

	// A span below one that is still open may have to be kept with it.
	private Admittance enterLate(String spanId, @Nullable Decision decision, TraceStore store) {
		if (decision != null && decision.exported()) {
			return Admittance.KEPT;
		}
		SpansBelow below = this.below;
		if (below == null || below.size() == 0) {
			return Admittance.NOT_KEPT;
		}
		if (!below.enter(spanId, store.budget())) {
			return Admittance.NOT_KEPT;
		}
		note(spanId, store);
		return Admittance.ENTERED;
	}

	// Missing until its end, when there may be room again.
	private Admittance missing(Admittance admittance) {
		this.remembers = true;
		below().truncate(1);
		return admittance;
	}

	/**
	 * Ends a span below the root: it is held as long as the root is undecided.
	 * @param bytes how much memory it takes, taken from the budget, or 0 if it was not
	 * measured
	 * @param maxSpans how many may be held before it is decided
	 * @return what becomes of it; unless it is held, the bytes are to be given back
	 */
	SpanFate end(ReadableSpan span, long bytes, int maxSpans, TraceStore store) {
		synchronized (this) {
			if (this.concluded) {
				return isKept() ? leave(span, SpanFate.KEPT, store) : SpanFate.LATE;
			}
			if (this.remembers && !isPlaced(span.getSpanContext().getSpanId(), store)) {
				return (isExported()) ? found(SpanFate.KEPT) : SpanFate.NO_ROOM;
			}
			SpansBelow below = below();
			if (isExported()) {
				below.hold(span, bytes);
				return (below.heldSpans() >= CHUNK) ? SpanFate.CHUNK_FULL : SpanFate.HELD_BRIEFLY;
			}
			if (below.heldSpans() >= maxSpans) {
				below.truncate(1);
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
	SpanFate endUnheld(ReadableSpan span, TraceStore store) {
		synchronized (this) {
			if (this.concluded && !isKept()) {
				return SpanFate.LATE;
			}
			boolean missed = this.remembers && !below().contains(span.getSpanContext().getSpanId());
			if (isKept() || isExported()) {
				return leave(span, (missed) ? found(SpanFate.KEPT) : SpanFate.KEPT, store);
			}
			below().truncate((missed) ? 0 : 1);
			return leave(span, SpanFate.NO_ROOM, store);
		}
	}

	// One that was only remembered takes its place now.
	private boolean isPlaced(String spanId, TraceStore store) {
		SpansBelow below = below();
		if (below.contains(spanId)) {
			return true;
		}
		if (!this.followed || !below.enter(spanId, store.budget())) {
			return false;
		}
		note(spanId, store);
		found(SpanFate.HELD);
		return true;
	}

	private SpanFate found(SpanFate fate) {
		below().truncate(-1);
		return fate;
	}

	private SpanFate leave(ReadableSpan span, SpanFate fate, TraceStore store) {
		String spanId = span.getSpanContext().getSpanId();
		if (this.below != null) {
			this.below.remove(spanId);
		}
		forget(spanId, store);
		closeIfOver(store);
		return fate;
	}

	private void closeIfOver(TraceStore store) {
		if (!this.concluded) {
			return;
		}
		SpansBelow below = this.below;
		if (below != null) {
			below.shrink(store.budget());
		}
		if (below == null || below.size() == 0) {
			store.open().remove(this);
		}
	}

	private boolean isKept() {
		Decision decision = this.decision;
		return decision != null && decision.exported();
	}

	/**
	 * Ends a span after the root, which was not kept: held as long as one above it is
	 * open.
	 * @param certain whether it is to be kept with all that is held
	 * @return the spans that are over with it, itself last, or none if it is held
	 */
	List<ReadableSpan> endLate(ReadableSpan span, boolean certain, int maxSpans, TraceStore store) {
		synchronized (this) {
			SpansBelow below = below();
			boolean withinLate = below.contains(span.getParentSpanContext().getSpanId());
			if (!certain && withinLate && below.heldSpans() < maxSpans
					&& below.contains(span.getSpanContext().getSpanId())) {
				below.hold(span, 0);
				return List.of();
			}
			leave(span, SpanFate.LATE, store);
			if (certain) {
				List<ReadableSpan> held = giveUp(store);
				closeIfOver(store);
				return with(span, held);
			}
			List<ReadableSpan> held = below.giveUpBelow(span.getSpanContext().getSpanId(), store.budget());
			for (int i = 0; i < held.size(); i++) {
				forget(held.get(i).getSpanContext().getSpanId(), store);
			}
			closeIfOver(store);
			return with(span, held);
		}
	}

	private static List<ReadableSpan> with(ReadableSpan last, List<ReadableSpan> others) {
		List<ReadableSpan> all = new ArrayList<>(others.size() + 1);
		all.addAll(others);
		all.add(last);
		return all;
	}

	/**
	 * Says what is decided. The first time counts.
	 */
	Decision decide(Decision decision) {
		synchronized (this) {
			Decision before = this.decision;
			if (before != null) {
				return before;
			}
			this.decision = decision;
			return decision;
		}
	}

	/**
	 * Keeps what is still to come of a trace that was not kept.
	 */
	void revise(Decision decision) {
		synchronized (this) {
			this.decision = decision;
		}
	}

	/**
	 * What is decided, or can be said before that of a trace that is exported for
	 * certain.
	 */
	Decision decisionSoFar() {
		Decision decision = this.decision;
		return (decision != null) ? decision : Decision.soFar(this);
	}

	@Nullable Decision decision() {
		return this.decision;
	}

	/**
	 * Ends the root: later spans follow what was decided.
	 * @return the spans that were held
	 */
	List<ReadableSpan> conclude(Decision decision, TraceStore store) {
		synchronized (this) {
			List<ReadableSpan> held = giveUp(store);
			if (decision.exported() && !sampled()) {
				store.memory().add(id(), this);
				store.memory().add(held, this);
			}
			this.concluded = true;
			leaveRoot(store);
			forget();
			closeIfOver(store);
			return held;
		}
	}

	private void leaveRoot(TraceStore store) {
		if (this.followed) {
			this.followed = false;
			forget(id(), store);
			store.budget().giveBack(1);
		}
	}

	/**
	 * Gives up what is held of a trace that is certain to be kept, and goes on.
	 */
	List<ReadableSpan> takeHeld(TraceStore store) {
		synchronized (this) {
			List<ReadableSpan> held = giveUp(store);
			if (!sampled()) {
				store.memory().add(held, this);
			}
			return held;
		}
	}

	private List<ReadableSpan> giveUp(TraceStore store) {
		List<ReadableSpan> held = (this.below != null) ? this.below.giveUp(store.budget()) : List.of();
		if (this.indexed) {
			for (int i = 0; i < held.size(); i++) {
				forget(held.get(i).getSpanContext().getSpanId(), store);
			}
		}
		return held;
	}

	/**
	 * Makes room for others: gives up what is held and all places. Its spans are only
	 * remembered from now on.
	 * @return the spans that were held
	 */
	List<ReadableSpan> unfollow(TraceStore store) {
		synchronized (this) {
			List<ReadableSpan> held = giveUp(store);
			SpansBelow below = this.below;
			if (below != null) {
				below.truncate(below.size() + ((isExported()) ? 0 : held.size()));
				for (String spanId : below.all()) {
					store.memory().add(spanId, this);
					forget(spanId, store);
				}
				below.clear();
			}
			store.memory().add(id(), this);
			this.remembers = true;
			leaveRoot(store);
			shrink(store);
			store.open().remove(this);
			return held;
		}
	}

	/**
	 * Notes that there is no room for the root.
	 */
	void refuse(TraceStore store) {
		synchronized (this) {
			this.remembers = true;
			store.memory().add(id(), this);
		}
	}

	/**
	 * Gives back places that are not in use.
	 */
	void shrink(TraceStore store) {
		synchronized (this) {
			if (this.below != null) {
				this.below.shrink(store.budget());
			}
		}
	}

	/**
	 * Whether the root is over.
	 */
	boolean isConcluded() {
		return this.concluded;
	}

	/**
	 * How many spans are missing.
	 */
	int truncated() {
		synchronized (this) {
			return (this.below != null) ? this.below.truncated() : 0;
		}
	}

	boolean holds() {
		synchronized (this) {
			return this.below != null && this.below.heldSpans() > 0;
		}
	}

	/**
	 * How many spans are open or held.
	 */
	int size() {
		synchronized (this) {
			return ((this.below != null) ? this.below.size() : 0) + ((this.followed) ? 1 : 0);
		}
	}

}
