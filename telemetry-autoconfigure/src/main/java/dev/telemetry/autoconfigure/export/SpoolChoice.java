package dev.telemetry.autoconfigure.export;

import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;

/**
 * The choice whether spans for OTLP backends wait on the disk.
 *
 * @param settings the settings of the spool, or {@code null} without a spool
 */
record SpoolChoice(@Nullable SpoolSettings settings) {

}
