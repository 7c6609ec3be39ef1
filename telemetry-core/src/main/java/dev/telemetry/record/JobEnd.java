package dev.telemetry.record;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The end of a job, whether or not its trace is kept. A job that was skipped neither
 * succeeded nor failed. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param durationNanos how long the job took, in nanoseconds
 * @param errorType what went wrong, or {@code null} if nothing did
 * @param cause the exception, or {@code null} if there is none
 * @param skipReason why the job was skipped, or {@code null} if it was not
 * @param statistics the statistics of the job, by name
 * @since 0.1.0
 */
public record JobEnd(long durationNanos, @Nullable String errorType, @Nullable Throwable cause,
		@Nullable String skipReason, Map<String, Measured> statistics) {

	/**
	 * A statistic of a repeated measurement.
	 *
	 * @param count how many values there were
	 * @param min the lowest
	 * @param max the highest
	 * @param average the average
	 */
	public record Measured(long count, double min, double max, double average) {

	}

}
