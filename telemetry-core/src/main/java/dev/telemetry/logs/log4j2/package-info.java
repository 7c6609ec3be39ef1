/**
 * Captures log records in Log4j2. The only package that sees it.
 */
@NullMarked
package dev.telemetry.logs.log4j2;

import org.jspecify.annotations.NullMarked;
