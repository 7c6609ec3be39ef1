/**
 * Pipelines of spans and log records, one for each exporter: queue, batches, breaker,
 * account. May use {@code export.disk}, {@code export.otlp}, {@code health},
 * {@code names} and {@code privacy}.
 */
@NullMarked
package dev.telemetry.export;

import org.jspecify.annotations.NullMarked;
