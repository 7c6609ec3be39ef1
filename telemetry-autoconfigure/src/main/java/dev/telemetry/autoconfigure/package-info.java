/**
 * The switch, and what has to happen before beans exist. Everything else has a package of
 * its own below this one; those may use this package, but not each other.
 */
@NullMarked
package dev.telemetry.autoconfigure;

import org.jspecify.annotations.NullMarked;
