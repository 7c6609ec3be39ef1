package dev.telemetry.autoconfigure.export;

import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;

/**
 * Whether spans for OTLP backends wait on the disk.
 *
 * @param settings where, or {@code null} if they do not
 */
record SpoolChoice(@Nullable SpoolSettings settings) {

}
