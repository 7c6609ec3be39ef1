/**
 * Exporters to this machine: to the console, to {@code stderr} and to files. May use
 * {@code export.disk}, {@code health}, {@code names} and {@code text}.
 */
@NullMarked
package dev.telemetry.export.local;

import org.jspecify.annotations.NullMarked;
