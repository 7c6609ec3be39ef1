/**
 * Whole applications, each in a process of its own, under a load from this one.
 */
@NullMarked
package dev.telemetry.benchmarks.comparison.process;

import org.jspecify.annotations.NullMarked;
