package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets a number of events in a second pass, and bursts of twice that number. One number:
 * the time at which the bucket would be full again. Thread safe, does not block.
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
	 * @param perSecond how many there are in a second
	 * @return whether there was one
	 */
	boolean tryTake(int perSecond) {
		if (perSecond <= 0) {
			return false;
		}
		long now = this.nanoClock.getAsLong();
		long cost = SECOND / perSecond;
		while (true) {
			long fullAt = this.fullAt.get();
			long next = ((fullAt - now > 0) ? fullAt : now) + cost;
			if (next - now > BURST_NANOS) {
				return false;
			}
			if (this.fullAt.compareAndSet(fullAt, next)) {
				return true;
			}
		}
	}

}
