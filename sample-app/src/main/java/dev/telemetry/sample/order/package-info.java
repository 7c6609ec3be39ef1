/**
 * Orders: placing, reading, their status and their invoice. May use the catalog and
 * pricing.
 */
@NullMarked
package dev.telemetry.sample.order;

import org.jspecify.annotations.NullMarked;
