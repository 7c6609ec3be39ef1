package dev.telemetry.decision;

import org.jspecify.annotations.Nullable;

/**
 * Sampling settings for the requests of a path, where they differ from those of all
 * others. Immutable.
 *
 * @param ratio share of the traces that is kept, or {@code null} for that of all others
 * @param slowThresholdNanos from which duration on a request is slow, in nanoseconds, or
 * {@code null} for that of all others
 * @since 0.1.0
 */
public record PathSampling(@Nullable ConsistentRatio ratio, @Nullable Long slowThresholdNanos) {

}
