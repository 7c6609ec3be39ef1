/**
 * The command line that reads job reports, and lines of telemetry.
 */
@NullMarked
package dev.telemetry.cli;

import org.jspecify.annotations.NullMarked;
