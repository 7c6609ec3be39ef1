/**
 * Which traces are kept. May use {@code names} and {@code root}.
 */
@NullMarked
package dev.telemetry.sampling;

import org.jspecify.annotations.NullMarked;
