/**
 * Writes what an application has as text, within bounds. Uses no other package.
 */
@NullMarked
package dev.telemetry.text;

import org.jspecify.annotations.NullMarked;
