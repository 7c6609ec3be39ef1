package dev.telemetry.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many lines are taken in a second, with bursts of twice that number. To be
 * used by one thread only.
 */
final class LineRate {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final long cost;

	private final LongSupplier nanoClock;

	private long fullAt;

	LineRate(int perSecond, LongSupplier nanoClock) {
		this.cost = SECOND / perSecond;
		this.nanoClock = nanoClock;
		this.fullAt = nanoClock.getAsLong();
	}

	boolean tryTake() {
		long now = this.nanoClock.getAsLong();
		long next = ((this.fullAt - now > 0) ? this.fullAt : now) + this.cost;
		if (next - now > 2 * SECOND) {
			return false;
		}
		this.fullAt = next;
		return true;
	}

}
