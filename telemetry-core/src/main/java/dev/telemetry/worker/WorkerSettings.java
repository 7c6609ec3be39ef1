package dev.telemetry.worker;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How workers are followed. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param maxLineLength longest line that is read as a whole, in bytes
 * @param maxLinesPerSecond how many telemetry lines of a worker are taken in a second;
 * twice as many at once
 * @param maxQueueBytes how much memory lines of all workers may take that wait
 * @param maxOpenSpans how many spans of a worker may be open, and how many names its
 * spans may have
 * @param maxEvents how many events of a worker wait for the span that they belong to, and
 * how many of its own a worker may have
 * @param drainNanos how long to wait at most for a worker that is over, in nanoseconds
 * @param stopNanos how long a worker may take to end that was asked to, in nanoseconds
 * @param baggage whether baggage is passed on to workers
 * @param propagatesMisuse whether odd arguments throw
 * @param environment what each worker gets in its environment, unless the application has
 * put something there itself
 * @param controlFile where workers are told what is not wanted, or {@code null}
 * @since 0.1.0
 */
public record WorkerSettings(int maxLineLength, int maxLinesPerSecond, long maxQueueBytes, int maxOpenSpans,
		int maxEvents, long drainNanos, long stopNanos, boolean baggage, boolean propagatesMisuse,
		WorkerEnvironment environment, @Nullable Path controlFile) {

	/** What holds where nothing else is said. */
	public static final WorkerSettings DEFAULTS = new WorkerSettings(64 * 1024, 1_000, 8L * 1024 * 1024, 1_000, 128,
			1_000_000_000L, 2_000_000_000L, false, false, WorkerEnvironment.NONE, null);

	/**
	 * Returns how long lines of a worker that is over are waited for: the rest of the
	 * time is for its end.
	 * @return nanoseconds
	 */
	long lastLinesNanos() {
		return this.drainNanos / 4 * 3;
	}

}
