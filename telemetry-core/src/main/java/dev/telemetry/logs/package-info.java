/**
 * Captures the log records of an application, beside its own appenders, and converts them
 * to records of OpenTelemetry. The packages below it are the only ones that see a logging
 * system. May use {@code names}, {@code health}, {@code decision}, {@code context} and
 * {@code text}.
 */
@NullMarked
package dev.telemetry.logs;

import org.jspecify.annotations.NullMarked;
