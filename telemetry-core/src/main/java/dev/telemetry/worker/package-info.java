/**
 * Worker processes: the trace in their environment, and their telemetry lines in the
 * trace. May use {@code record}, {@code context}, {@code control}, {@code decision},
 * {@code health} and {@code names}.
 */
@NullMarked
package dev.telemetry.worker;

import org.jspecify.annotations.NullMarked;
