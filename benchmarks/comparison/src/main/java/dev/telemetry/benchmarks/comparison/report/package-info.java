/**
 * What is made of the numbers: tables, pictures and the check of the budgets.
 */
@NullMarked
package dev.telemetry.benchmarks.comparison.report;

import org.jspecify.annotations.NullMarked;
