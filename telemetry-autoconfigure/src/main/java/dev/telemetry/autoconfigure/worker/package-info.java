/**
 * Wires worker processes: their settings, their meters and log records.
 */
@NullMarked
package dev.telemetry.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
