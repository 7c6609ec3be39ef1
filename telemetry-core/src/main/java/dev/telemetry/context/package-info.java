/**
 * Carries the context of a trace from one process to another. May depend on
 * {@code names}, {@code decision} and {@code text}.
 */
@NullMarked
package dev.telemetry.context;

import org.jspecify.annotations.NullMarked;
