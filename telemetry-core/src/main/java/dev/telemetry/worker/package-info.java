/**
 * Worker processes: their environment in, their telemetry lines out. May use what users
 * call to record, the context, names, counters and the decision about traces.
 */
@NullMarked
package dev.telemetry.worker;

import org.jspecify.annotations.NullMarked;
