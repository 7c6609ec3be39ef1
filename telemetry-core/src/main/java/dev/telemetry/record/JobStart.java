package dev.telemetry.record;

import org.jspecify.annotations.Nullable;

/**
 * A job that begins. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param queue where it comes from
 * @param type what kind of job it is
 * @param id what the application calls this run, or {@code null} if it has no name for it
 * @param spanName name of its span where it is exported
 * @since 0.1.0
 */
public record JobStart(String queue, String type, @Nullable String id, String spanName) {

}
