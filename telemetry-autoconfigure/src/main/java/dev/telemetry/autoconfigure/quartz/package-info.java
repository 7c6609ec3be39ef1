/**
 * Jobs of Quartz.
 */
@NullMarked
package dev.telemetry.autoconfigure.quartz;

import org.jspecify.annotations.NullMarked;
