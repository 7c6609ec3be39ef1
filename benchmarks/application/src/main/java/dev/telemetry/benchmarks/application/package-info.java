/**
 * The application that is measured in a process of its own.
 */
@NullMarked
package dev.telemetry.benchmarks.application;

import org.jspecify.annotations.NullMarked;
