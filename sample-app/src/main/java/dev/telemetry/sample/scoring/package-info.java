/**
 * How good an order is, by a worker process. Knows no other feature.
 */
@NullMarked
package dev.telemetry.sample.scoring;

import org.jspecify.annotations.NullMarked;
