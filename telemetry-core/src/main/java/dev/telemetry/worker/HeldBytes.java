package dev.telemetry.worker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the open spans of all workers take, and the events that wait for their
 * spans. Bounded. Thread safe.
 */
final class HeldBytes {

	/** What all workers together may take, in bytes. */
	static final long MAX = 8L * 1024 * 1024;

	private final AtomicLong bytes = new AtomicLong();

	private final long max;

	HeldBytes(long max) {
		this.max = max;
	}

	/**
	 * Takes memory.
	 * @return whether there was that much
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
