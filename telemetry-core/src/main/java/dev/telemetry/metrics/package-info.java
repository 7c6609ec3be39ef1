/**
 * Meters. The only package that sees Micrometer; may use {@code record},
 * {@code decision}, {@code health} and {@code names}.
 */
@NullMarked
package dev.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
