package dev.telemetry.export;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import dev.telemetry.health.BreakerState;

/**
 * Keeps batches away from a backend that goes on failing, and tries now and then whether
 * it is back. Thread safe.
 */
final class CircuitBreaker {

	private final int failuresToOpen;

	private final long probeIntervalNanos;

	private final Lock lock = new ReentrantLock();

	private volatile BreakerState state = BreakerState.CLOSED;

	// Guarded by lock.
	private int failures;

	// Guarded by lock.
	private long lastFailureNanos;

	CircuitBreaker(int failuresToOpen, long probeIntervalNanos) {
		this.failuresToOpen = failuresToOpen;
		this.probeIntervalNanos = probeIntervalNanos;
	}

	BreakerState state() {
		return this.state;
	}

	boolean isClosed() {
		return this.state == BreakerState.CLOSED;
	}

	/**
	 * How long to wait before the backend is tried again.
	 * @return nanoseconds, at most 0 if it can be tried now
	 */
	long nanosUntilTry(long nowNanos) {
		this.lock.lock();
		try {
			return (this.failures > 0) ? this.probeIntervalNanos - (nowNanos - this.lastFailureNanos) : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether the last attempt succeeded, or there was none.
	 */
	boolean isHealthy() {
		this.lock.lock();
		try {
			return this.failures == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets one attempt through, which closes the breaker or leaves it open.
	 */
	void probe() {
		this.lock.lock();
		try {
			if (this.state == BreakerState.OPEN) {
				this.state = BreakerState.HALF_OPEN;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void succeeded() {
		this.lock.lock();
		try {
			this.failures = 0;
			this.state = BreakerState.CLOSED;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Opens at once.
	 */
	void trip(long nowNanos) {
		this.lock.lock();
		try {
			this.failures = Math.max(this.failures + 1, this.failuresToOpen);
			this.lastFailureNanos = nowNanos;
			this.state = BreakerState.OPEN;
		}
		finally {
			this.lock.unlock();
		}
	}

	void failed(long nowNanos) {
		this.lock.lock();
		try {
			this.failures++;
			this.lastFailureNanos = nowNanos;
			if (this.state == BreakerState.HALF_OPEN || this.failures >= this.failuresToOpen) {
				this.state = BreakerState.OPEN;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
