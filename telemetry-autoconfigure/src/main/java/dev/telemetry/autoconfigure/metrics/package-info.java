/**
 * Meters: supplies the timer of requests.
 */
@NullMarked
package dev.telemetry.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
