/**
 * Trace ids in the logging context.
 */
@NullMarked
package dev.telemetry.autoconfigure.logging;

import org.jspecify.annotations.NullMarked;
