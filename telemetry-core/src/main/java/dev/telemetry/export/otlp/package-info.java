/**
 * The wire protocol of OTLP: endpoints, exporters, and the answers of a backend. May use
 * {@code names} and {@code health}.
 */
@NullMarked
package dev.telemetry.export.otlp;

import org.jspecify.annotations.NullMarked;
