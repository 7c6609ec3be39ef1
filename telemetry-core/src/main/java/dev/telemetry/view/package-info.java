/**
 * Recent traces in memory, to be looked at. May use {@code names} and {@code health}.
 */
@NullMarked
package dev.telemetry.view;

import org.jspecify.annotations.NullMarked;
