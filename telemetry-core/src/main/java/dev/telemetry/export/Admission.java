package dev.telemetry.export;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a bounded number of spans into a pipeline. A permit is held from before a span is
 * queued until it is known what became of it, so that whoever gives a permit back is the
 * one to account for the span. Never blocks. Thread safe.
 */
final class Admission {

	// The sign; the other bits are the permits that are held.
	private static final int CLOSED = Integer.MIN_VALUE;

	private final int capacity;

	private final AtomicInteger state = new AtomicInteger();

	Admission(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Lets all spans of a trace in, or none.
	 */
	boolean tryAcquire(int permits) {
		while (true) {
			int current = this.state.get();
			if (current < 0 || current > this.capacity - permits) {
				return false;
			}
			if (this.state.compareAndSet(current, current + permits)) {
				return true;
			}
		}
	}

	/**
	 * Gives permits back.
	 * @return whether they were still held: not after {@link #abandon()}
	 */
	boolean release(int permits) {
		while (true) {
			int current = this.state.get();
			if ((current & Integer.MAX_VALUE) < permits) {
				return false;
			}
			if (this.state.compareAndSet(current, current - permits)) {
				return true;
			}
		}
	}

	/**
	 * Lets nothing in any more.
	 */
	void close() {
		this.state.getAndUpdate((current) -> current | CLOSED);
	}

	/**
	 * Takes all permits that are held away from whoever holds them, and lets nothing in
	 * any more.
	 * @return how many were held
	 */
	int abandon() {
		return this.state.getAndSet(CLOSED) & Integer.MAX_VALUE;
	}

	boolean isClosed() {
		return this.state.get() < 0;
	}

	int held() {
		return this.state.get() & Integer.MAX_VALUE;
	}

}
