/**
 * The recorder of jobs, calls and events with its no-op twin, and the annotations, which
 * applications use; and the interfaces that meters and listeners implement. May use
 * {@code names}, {@code health}, {@code decision}, {@code control} and {@code text}.
 */
@NullMarked
package dev.telemetry.record;

import org.jspecify.annotations.NullMarked;
