package dev.telemetry.health;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles failures of this project's own code, so that they never reach the application.
 * Failures are counted, and the first one is logged as a warning with its stack trace.
 * Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class InternalFailures {

	private static final Logger logger = LoggerFactory.getLogger(InternalFailures.class);

	private final LongAdder count = new LongAdder();

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Counts a failure and warns about the first. Never throws.
	 * @param during the work that failed, as part of a sentence
	 * @param failure the exception or error
	 */
	public void report(String during, Throwable failure) {
		try {
			this.count.increment();
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("Telemetry failed while {}; the application is not affected. "
						+ "Further failures are only counted (telemetry.internal.failures).", during, failure);
			}
			else {
				logger.debug("Telemetry failed while {}", during, failure);
			}
		}
		catch (Throwable ex) {
			// A failure of the logger, or a lack of memory, must not reach the
			// application either.
		}
	}

	/**
	 * Returns how many failures there were so far.
	 * @return the number of failures
	 */
	public long count() {
		return this.count.sum();
	}

}
