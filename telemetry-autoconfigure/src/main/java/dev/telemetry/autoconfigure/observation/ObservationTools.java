package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * The collaborators of spans that are observations. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param registry the registry in which observations are made current
 * @param leaks restores contexts if other code leaves scopes open inside
 * @param events counts events, or {@code null} if they are not counted
 * @since 0.1.0
 */
public record ObservationTools(ObservationRegistry registry, ContextLeaks leaks, @Nullable EventCounters events) {

}
