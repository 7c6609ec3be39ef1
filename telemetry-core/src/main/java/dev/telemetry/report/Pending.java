package dev.telemetry.report;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts work that has begun and is not over. Thread safe.
 */
final class Pending {

	private final Lock lock = new ReentrantLock();

	private final Condition none = this.lock.newCondition();

	private int count;

	void begin() {
		this.lock.lock();
		try {
			this.count++;
		}
		finally {
			this.lock.unlock();
		}
	}

	void end() {
		this.lock.lock();
		try {
			if (--this.count == 0) {
				this.none.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until there is no such work.
	 * @param nanos the longest time to wait, in nanoseconds
	 */
	void await(long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lock();
		try {
			while (this.count > 0 && left > 0) {
				left = this.none.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
