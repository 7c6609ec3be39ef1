/**
 * Recent traces in memory, to be looked at. May use {@code names}, {@code health} and
 * {@code text}.
 */
@NullMarked
package dev.telemetry.view;

import org.jspecify.annotations.NullMarked;
