package dev.telemetry.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Wakes the exporting thread. Waking neither waits nor allocates. Thread safe.
 */
final class Waker {

	// Says that the thread waits for a full batch, so that only one of those
	// who fill it pays for waking it.
	private final AtomicBoolean waitsForBatch = new AtomicBoolean();

	private volatile @Nullable Thread thread;

	/**
	 * Names the thread to be woken.
	 */
	void wakes(Thread exporting) {
		this.thread = exporting;
	}

	/**
	 * Says whether the thread waits for a full batch. Only for that thread.
	 */
	void waitsForBatch(boolean waits) {
		this.waitsForBatch.set(waits);
	}

	void wakeForBatch() {
		if (this.waitsForBatch.get() && this.waitsForBatch.compareAndSet(true, false)) {
			wake();
		}
	}

	void wake() {
		LockSupport.unpark(this.thread);
	}

}
