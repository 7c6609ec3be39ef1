package dev.telemetry.decision;

import org.jspecify.annotations.Nullable;

/**
 * What differs for the requests of some route. Immutable.
 *
 * @param ratio share of the traces that is kept, or {@code null} for that of all others
 * @param slowThresholdNanos from which duration on a request is slow, in nanoseconds, or
 * {@code null} for that of all others
 */
public record RouteSampling(@Nullable ConsistentRatio ratio, @Nullable Long slowThresholdNanos) {

}
