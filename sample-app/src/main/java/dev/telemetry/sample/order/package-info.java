/**
 * Orders: placing, reading, their status and their invoice. May use the catalog, pricing
 * and scoring.
 */
@NullMarked
package dev.telemetry.sample.order;

import org.jspecify.annotations.NullMarked;
