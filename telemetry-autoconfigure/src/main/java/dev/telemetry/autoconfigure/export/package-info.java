/**
 * Export of spans and log records: supplies the exporters and the pipelines.
 */
@NullMarked
package dev.telemetry.autoconfigure.export;

import org.jspecify.annotations.NullMarked;
