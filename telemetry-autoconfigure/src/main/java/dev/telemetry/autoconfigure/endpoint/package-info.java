/**
 * What actuator endpoints show of telemetry.
 */
@NullMarked
package dev.telemetry.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
