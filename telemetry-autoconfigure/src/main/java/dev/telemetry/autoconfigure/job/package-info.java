/**
 * Work outside of request threads: tasks on Spring's executors run in the trace of
 * whoever submitted them.
 */
@NullMarked
package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.NullMarked;
