/**
 * The shop's side of the price API: a client that asks the partner over HTTP. Uses no
 * other feature.
 */
@NullMarked
package dev.telemetry.sample.pricing;

import org.jspecify.annotations.NullMarked;
