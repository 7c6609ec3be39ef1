package dev.telemetry.record;

/**
 * Progress of a job. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param done how much is done
 * @param expected how much there is to do, or 0 if that is not known
 * @since 0.1.0
 */
public record JobProgress(long done, long expected) {

}
