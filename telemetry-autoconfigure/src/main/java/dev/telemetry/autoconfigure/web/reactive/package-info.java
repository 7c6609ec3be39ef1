/**
 * Requests to a reactive web server: Spring's own observation of them gets the span, the
 * sampling and the names of telemetry.
 */
@NullMarked
package dev.telemetry.autoconfigure.web.reactive;

import org.jspecify.annotations.NullMarked;
