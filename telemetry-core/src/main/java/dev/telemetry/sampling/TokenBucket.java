package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token bucket that lets a number of events pass in a time, and bursts of twice that
 * number. Its state is one number: the time at which the bucket would be full again.
 * Thread safe, does not block.
 */
final class TokenBucket {

	private static final long SECOND = 1_000_000_000L;

	private static final long BURST_NANOS = 2 * SECOND;

	private final LongSupplier nanoClock;

	private final AtomicLong fullAt;

	TokenBucket(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.fullAt = new AtomicLong(nanoClock.getAsLong());
	}

	/**
	 * Takes a token.
	 * @param perSecond how many tokens there are in a second
	 * @return whether there was one
	 */
	boolean tryTake(int perSecond) {
		return perSecond > 0 && tryTake(SECOND / perSecond, BURST_NANOS);
	}

	/**
	 * Takes a token from a bucket that gets one token in an interval, and holds two.
	 * @return whether there was one
	 */
	boolean tryTakeOneIn(long intervalNanos) {
		return tryTake(intervalNanos, 2 * intervalNanos);
	}

	private boolean tryTake(long cost, long burst) {
		long now = this.nanoClock.getAsLong();
		while (true) {
			long fullAt = this.fullAt.get();
			long next = ((fullAt - now > 0) ? fullAt : now) + cost;
			if (next - now > burst) {
				return false;
			}
			if (this.fullAt.compareAndSet(fullAt, next)) {
				return true;
			}
		}
	}

}
