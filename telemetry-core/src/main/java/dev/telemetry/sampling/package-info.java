/**
 * Decides which traces are kept. May use {@code names}, {@code health} and
 * {@code decision}.
 */
@NullMarked
package dev.telemetry.sampling;

import org.jspecify.annotations.NullMarked;
