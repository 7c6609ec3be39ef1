/**
 * Work that happens on a schedule. May use orders and the catalog.
 */
@NullMarked
package dev.telemetry.sample.job;

import org.jspecify.annotations.NullMarked;
