/**
 * The switch, and code that runs before beans exist. Every other concern has a package of
 * its own below this one; those packages may use this one, but not each other.
 */
@NullMarked
package dev.telemetry.autoconfigure;

import org.jspecify.annotations.NullMarked;
