/**
 * Origins of properties, their validation, and the messages about invalid ones. May be
 * used by all packages of the auto-configuration.
 */
@NullMarked
package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.NullMarked;
