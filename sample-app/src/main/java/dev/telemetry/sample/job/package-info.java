/**
 * Work that happens on a schedule. May use orders, the catalog and pricing.
 */
@NullMarked
package dev.telemetry.sample.job;

import org.jspecify.annotations.NullMarked;
