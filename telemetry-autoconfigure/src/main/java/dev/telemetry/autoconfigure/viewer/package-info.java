/**
 * The endpoint that shows recent traces.
 */
@NullMarked
package dev.telemetry.autoconfigure.viewer;

import org.jspecify.annotations.NullMarked;
