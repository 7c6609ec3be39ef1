package dev.telemetry.worker;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the following of workers. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param maxLineLength longest line that is read as a whole, in bytes
 * @param maxLinesPerSecond how many telemetry lines of a worker are taken in a second,
 * with bursts of twice that number
 * @param maxQueueBytes how much memory the waiting lines of all workers may take, in
 * bytes
 * @param maxOpenSpans how many spans of a worker may be open, and how many names its
 * spans may have
 * @param maxEvents how many events of a worker may wait for their spans, and how many
 * events the span of the worker itself may have
 * @param drainNanos the longest time to wait for the lines of an ended worker, in
 * nanoseconds
 * @param stopNanos how long a worker may take to end after it was asked to, in
 * nanoseconds
 * @param baggage whether baggage is passed on to workers
 * @param propagatesMisuse whether invalid arguments throw
 * @param environment variables for the environment of each worker, unless the application
 * has set them itself
 * @param controlFile the control file, from which workers read what is not wanted, or
 * {@code null} for none
 * @since 0.1.0
 */
public record WorkerSettings(int maxLineLength, int maxLinesPerSecond, long maxQueueBytes, int maxOpenSpans,
		int maxEvents, long drainNanos, long stopNanos, boolean baggage, boolean propagatesMisuse,
		WorkerEnvironment environment, @Nullable Path controlFile) {

	/** The default settings. */
	public static final WorkerSettings DEFAULTS = new WorkerSettings(64 * 1024, 1_000, 8L * 1024 * 1024, 1_000, 128,
			1_000_000_000L, 2_000_000_000L, false, false, WorkerEnvironment.NONE, null);

	/**
	 * Returns how long to wait for the lines of an ended worker. The rest of the drain
	 * time is for ending its span.
	 * @return nanoseconds
	 */
	long lastLinesNanos() {
		return this.drainNanos / 4 * 3;
	}

}
