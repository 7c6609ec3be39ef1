/**
 * What a request costs, measured. Never published.
 */
@NullMarked
package dev.telemetry.benchmarks;

import org.jspecify.annotations.NullMarked;
