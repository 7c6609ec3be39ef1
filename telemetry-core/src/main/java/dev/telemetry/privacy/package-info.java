/**
 * Finds and replaces what must not leave the process: one pass over each text, and rules
 * for the keys of attributes. Depends on no other package of the project.
 */
@NullMarked
package dev.telemetry.privacy;

import org.jspecify.annotations.NullMarked;
