/**
 * The wire of OTLP: endpoints, exporters, and what a backend answers. May use
 * {@code names} and {@code health}.
 */
@NullMarked
package dev.telemetry.export.otlp;

import org.jspecify.annotations.NullMarked;
