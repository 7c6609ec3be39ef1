/**
 * Reports of jobs.
 */
@NullMarked
package dev.telemetry.autoconfigure.report;

import org.jspecify.annotations.NullMarked;
