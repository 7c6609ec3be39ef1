/**
 * Which traces are kept. May use {@code names}, {@code health} and {@code root}.
 */
@NullMarked
package dev.telemetry.sampling;

import org.jspecify.annotations.NullMarked;
