package dev.telemetry.sampling;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.telemetry.health.SpanFootprint;

/**
 * Makes room when there is none. It frees a fraction of all room at once, because it has
 * to look at every trace: first whatever costs nothing to free, then traces that stream,
 * then the oldest traces. A trace that gives way is remembered, and is followed again as
 * soon as there is room. Thread safe, does not block: while one thread makes room, other
 * threads go without.
 */
final class Eviction {

	private static final Comparator<LocalTrace> OLDEST_FIRST = (one, other) -> Long
		.signum(one.startNanos() - other.startNanos());

	private static final int MAX_LEAN_ROUNDS = 8;

	private final TraceStore<LocalTrace> store;

	private final Predicate<LocalTrace> handOn;

	private final Consumer<LocalTrace> evict;

	private final ReentrantLock lock = new ReentrantLock();

	// Guarded by the lock.
	private int leanRounds;

	/**
	 * Creates an eviction.
	 * @param handOn hands on the held spans of a trace if it is certain to be kept, and
	 * returns whether it is
	 * @param evict takes all places from a trace
	 */
	Eviction(TraceStore<LocalTrace> store, Predicate<LocalTrace> handOn, Consumer<LocalTrace> evict) {
		this.store = store;
		this.handOn = handOn;
		this.evict = evict;
	}

	/**
	 * Takes a place for a root.
	 * @return whether there is one
	 */
	boolean takePlace() {
		if (this.store.budget().takeOne()) {
			return true;
		}
		makeRoom();
		return this.store.budget().takeOne();
	}

	/**
	 * Takes bytes for a span that is to be held.
	 * @return whether there were enough
	 */
	boolean takeBytes(long bytes) {
		if (this.store.budget().takeBytes(bytes)) {
			return true;
		}
		if (bytes >= SpanFootprint.TOO_LARGE) {
			// Other traces would give way in vain.
			return false;
		}
		makeRoom();
		return this.store.budget().takeBytes(bytes);
	}

	/**
	 * Makes room, unless another thread does.
	 */
	void makeRoom() {
		if (!this.lock.tryLock()) {
			return;
		}
		try {
			List<LocalTrace> traces = this.store.open().all();
			takeWhatIsNotNeeded(traces);
			if (!isEnough()) {
				takeFromTheOldest(traces);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	// A little room is enough, but not many times in a row.
	private boolean isEnough() {
		if (this.store.budget().isAtEase()) {
			this.leanRounds = 0;
			return true;
		}
		if (this.store.budget().isLeft() && this.leanRounds < MAX_LEAN_ROUNDS) {
			this.leanRounds++;
			return true;
		}
		this.leanRounds = 0;
		return false;
	}

	private void takeWhatIsNotNeeded(List<LocalTrace> traces) {
		for (LocalTrace trace : traces) {
			boolean kept = this.handOn.test(trace);
			if (!kept && trace.isStreaming()) {
				this.evict.accept(trace);
			}
			trace.shrink(this.store);
		}
	}

	private void takeFromTheOldest(List<LocalTrace> traces) {
		traces.sort(OLDEST_FIRST);
		for (LocalTrace trace : traces) {
			this.evict.accept(trace);
			if (this.store.budget().isAtEase()) {
				return;
			}
		}
	}

}
