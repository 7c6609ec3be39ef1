/**
 * What spans become on this machine: lines on the console, on {@code stderr} or in a
 * file. May use {@code export.disk}.
 */
@NullMarked
package dev.telemetry.export.local;

import org.jspecify.annotations.NullMarked;
