package dev.telemetry.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Wakes the exporting thread. Waking neither waits nor allocates. Thread safe.
 */
final class Waker {

	// Set while the thread waits for a full batch, so that only one of the threads that
	// fill the batch pays for waking it.
	private final AtomicBoolean waitsForBatch = new AtomicBoolean();

	private volatile @Nullable Thread thread;

	/**
	 * Sets the thread to wake.
	 */
	void wakes(Thread exporting) {
		this.thread = exporting;
	}

	/**
	 * Sets whether the thread waits for a full batch. To be called only by that thread.
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
