package dev.telemetry.record;

import org.jspecify.annotations.Nullable;

/**
 * The start of a job. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param queue where the job comes from
 * @param type what kind of job it is
 * @param id the application's name for this run, or {@code null} if there is none
 * @param spanName the name that the span of the job has when it is exported
 * @since 0.1.0
 */
public record JobStart(String queue, String type, @Nullable String id, String spanName) {

}
