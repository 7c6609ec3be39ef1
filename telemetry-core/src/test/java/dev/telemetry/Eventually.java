package dev.telemetry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what another thread is about to do.
 */
public final class Eventually {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private Eventually() {
	}

	/**
	 * Returns as soon as a condition holds.
	 * @param what the condition in words, with what is so now
	 * @param condition the condition
	 */
	public static void until(Supplier<String> what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Not within " + TIMEOUT + ": " + what.get());
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

}
