/**
 * Reports of jobs beside their results: a summary and the lines of all spans. May use
 * {@code record}, {@code decision}, {@code privacy}, {@code health}, {@code names},
 * {@code text}, and of {@code export.disk} what says who may read a file.
 */
@NullMarked
package dev.telemetry.report;

import org.jspecify.annotations.NullMarked;
