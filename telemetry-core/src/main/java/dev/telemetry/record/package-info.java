/**
 * What measuring code reports to: meters of requests, and the place where our own
 * failures go. May use {@code names} and {@code root}.
 */
@NullMarked
package dev.telemetry.record;

import org.jspecify.annotations.NullMarked;
