package dev.telemetry.record;

import org.jspecify.annotations.Nullable;

/**
 * A job that is running. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param meter measures jobs of its queue and type
 * @param nanos how long the job has been running, in nanoseconds
 * @param progress progress of the job, or {@code null} if it does not report any
 * @since 0.1.0
 */
public record RunningJob(OperationMeter meter, long nanos, @Nullable JobProgress progress) {

}
