/**
 * A small shop that shows telemetry at work. The root holds the application itself; each
 * feature has a package of its own and may use the root.
 */
@NullMarked
package dev.telemetry.sample;

import org.jspecify.annotations.NullMarked;
