/**
 * Measures the product beside its alternatives: parts of it with JMH, and whole
 * applications in processes of their own.
 */
@NullMarked
package dev.telemetry.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
