/**
 * Single parts, measured with JMH.
 */
@NullMarked
package dev.telemetry.benchmarks.comparison.micro;

import org.jspecify.annotations.NullMarked;
