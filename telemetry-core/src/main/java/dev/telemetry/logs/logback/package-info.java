/**
 * Captures log records in Logback. The only package that sees it.
 */
@NullMarked
package dev.telemetry.logs.logback;

import org.jspecify.annotations.NullMarked;
