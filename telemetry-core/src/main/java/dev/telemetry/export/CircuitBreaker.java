package dev.telemetry.export;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.telemetry.health.BreakerState;

/**
 * Keeps batches away from a backend that fails repeatedly, and tests at intervals whether
 * it is back. Thread safe.
 */
final class CircuitBreaker {

	private final int failuresToOpen;

	private final long probeIntervalNanos;

	private final Consumer<BreakerState> listener;

	private final Lock lock = new ReentrantLock();

	private volatile BreakerState state = BreakerState.CLOSED;

	// Guarded by lock.
	private int failures;

	// Guarded by lock.
	private long lastFailureNanos;

	// Guarded by lock.
	private long pauseNanos;

	// Guarded by lock.
	private boolean held;

	/**
	 * Creates a closed breaker.
	 * @param failuresToOpen after how many failures in a row the breaker opens
	 * @param probeIntervalNanos time between two attempts while the breaker is open, in
	 * nanoseconds
	 * @param listener receives each state, with the lock held
	 */
	CircuitBreaker(int failuresToOpen, long probeIntervalNanos, Consumer<BreakerState> listener) {
		this.failuresToOpen = failuresToOpen;
		this.probeIntervalNanos = probeIntervalNanos;
		this.pauseNanos = probeIntervalNanos;
		this.listener = listener;
	}

	BreakerState state() {
		return this.state;
	}

	boolean isClosed() {
		return this.state == BreakerState.CLOSED;
	}

	/**
	 * Returns how long to wait before the backend is tried again.
	 * @return nanoseconds, at most 0 if the backend can be tried now
	 */
	long nanosUntilTry(long nowNanos) {
		this.lock.lock();
		try {
			return (this.failures > 0) ? this.pauseNanos - (nowNanos - this.lastFailureNanos) : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns whether the backend asked not to be called until a later time.
	 */
	boolean isHeld(long nowNanos) {
		this.lock.lock();
		try {
			return this.held && nanosUntilTry(nowNanos) > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns whether the last attempt succeeded, or there was none.
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
				become(BreakerState.HALF_OPEN);
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
			become(BreakerState.CLOSED);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Opens at once.
	 */
	void trip(long nowNanos) {
		open(nowNanos, this.probeIntervalNanos, false);
	}

	/**
	 * Opens at once, because the backend asked not to be called for a while.
	 * @param nanos how long the backend is not called, in nanoseconds
	 */
	void hold(long nowNanos, long nanos) {
		open(nowNanos, nanos, true);
	}

	private void open(long nowNanos, long nanos, boolean asked) {
		this.lock.lock();
		try {
			failed(nowNanos, nanos, asked);
			this.failures = Math.max(this.failures, this.failuresToOpen);
			become(BreakerState.OPEN);
		}
		finally {
			this.lock.unlock();
		}
	}

	void failed(long nowNanos) {
		this.lock.lock();
		try {
			failed(nowNanos, this.probeIntervalNanos, false);
			if (this.state == BreakerState.HALF_OPEN || this.failures >= this.failuresToOpen) {
				become(BreakerState.OPEN);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void failed(long nowNanos, long nanos, boolean asked) {
		this.failures++;
		this.lastFailureNanos = nowNanos;
		this.pauseNanos = nanos;
		this.held = asked;
	}

	private void become(BreakerState next) {
		if (next != this.state) {
			this.state = next;
			this.listener.accept(next);
		}
	}

}
