package dev.telemetry.worker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of the open spans of all workers, and of events that wait for their
 * spans. Thread safe.
 */
final class HeldBytes {

	/** How much memory all workers together may take, in bytes. */
	static final long MAX = 8L * 1024 * 1024;

	private final AtomicLong bytes = new AtomicLong();

	private final long max;

	HeldBytes(long max) {
		this.max = max;
	}

	/**
	 * Takes memory.
	 * @return whether there was enough
	 */
	boolean tryTake(int wanted) {
		if (this.bytes.addAndGet(wanted) > this.max) {
			this.bytes.addAndGet(-wanted);
			return false;
		}
		return true;
	}

	void giveBack(int taken) {
		this.bytes.addAndGet(-taken);
	}

	long bytes() {
		return this.bytes.get();
	}

}
