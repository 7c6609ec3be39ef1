/**
 * Writes what an application has as text: exceptions within bounds, and JSON. Uses no
 * other package.
 */
@NullMarked
package dev.telemetry.text;

import org.jspecify.annotations.NullMarked;
