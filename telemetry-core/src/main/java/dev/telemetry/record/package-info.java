/**
 * What users call: the recorder of jobs, calls and events with its no-op twin, and the
 * annotations. Beside that, what measuring code reports to, and the place where our own
 * failures go. May use {@code names}, {@code health} and {@code decision}.
 */
@NullMarked
package dev.telemetry.record;

import org.jspecify.annotations.NullMarked;
