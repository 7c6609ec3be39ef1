/**
 * Where spans go: one pipeline for each exporter; OTLP, console, file and stderr. May use
 * {@code names} and {@code health}.
 */
@NullMarked
package dev.telemetry.export;

import org.jspecify.annotations.NullMarked;
