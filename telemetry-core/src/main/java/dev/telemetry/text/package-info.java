/**
 * Writes values and exceptions as text of bounded length, and JSON. Depends on no other
 * package of the project.
 */
@NullMarked
package dev.telemetry.text;

import org.jspecify.annotations.NullMarked;
