/**
 * Replacements for Spring Boot's handlers of observations. May be used by all packages of
 * the auto-configuration.
 */
@NullMarked
package dev.telemetry.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
