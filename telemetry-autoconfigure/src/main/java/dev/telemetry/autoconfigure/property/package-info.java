/**
 * Where a value comes from, what is wrong with it, and how that is said. May be used by
 * all packages of the auto-configuration.
 */
@NullMarked
package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.NullMarked;
