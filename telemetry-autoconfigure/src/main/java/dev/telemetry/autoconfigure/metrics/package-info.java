/**
 * Meters: supplies the timers of requests, jobs and calls.
 */
@NullMarked
package dev.telemetry.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
