/**
 * What must not leave the process.
 */
@NullMarked
package dev.telemetry.autoconfigure.privacy;

import org.jspecify.annotations.NullMarked;
