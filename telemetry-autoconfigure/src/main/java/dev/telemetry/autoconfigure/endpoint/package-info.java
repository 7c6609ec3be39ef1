/**
 * The actuator endpoints for telemetry.
 */
@NullMarked
package dev.telemetry.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
