/**
 * Jobs: methods with annotations, and scheduled methods.
 */
@NullMarked
package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.NullMarked;
