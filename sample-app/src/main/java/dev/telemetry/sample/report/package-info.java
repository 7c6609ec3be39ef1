/**
 * Reports over what was sold. Uses no other feature.
 */
@NullMarked
package dev.telemetry.sample.report;

import org.jspecify.annotations.NullMarked;
