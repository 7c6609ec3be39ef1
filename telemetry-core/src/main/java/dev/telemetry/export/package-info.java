/**
 * Where spans go: console and OTLP. May use {@code names}.
 */
@NullMarked
package dev.telemetry.export;

import org.jspecify.annotations.NullMarked;
