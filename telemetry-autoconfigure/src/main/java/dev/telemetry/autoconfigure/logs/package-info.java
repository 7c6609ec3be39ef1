/**
 * Log records that are exported.
 */
@NullMarked
package dev.telemetry.autoconfigure.logs;

import org.jspecify.annotations.NullMarked;
