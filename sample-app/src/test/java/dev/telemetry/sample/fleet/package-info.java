/**
 * Tests of what is in {@code deploy}: dashboards, rules, configurations.
 */
@NullMarked
package dev.telemetry.sample.fleet;

import org.jspecify.annotations.NullMarked;
