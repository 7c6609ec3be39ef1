/**
 * Recent traces in memory, for the viewer. May use {@code names}, {@code health} and
 * {@code text}.
 */
@NullMarked
package dev.telemetry.view;

import org.jspecify.annotations.NullMarked;
