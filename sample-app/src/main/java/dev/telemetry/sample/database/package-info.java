/**
 * The database, so that its queries are seen in traces.
 */
@NullMarked
package dev.telemetry.sample.database;

import org.jspecify.annotations.NullMarked;
