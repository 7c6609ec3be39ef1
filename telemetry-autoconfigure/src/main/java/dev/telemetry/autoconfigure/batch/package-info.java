/**
 * Jobs and steps of Spring Batch, by Spring's own observation of them.
 */
@NullMarked
package dev.telemetry.autoconfigure.batch;

import org.jspecify.annotations.NullMarked;
