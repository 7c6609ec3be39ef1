/**
 * Tests of the viewer's page in a real Chromium.
 */
@NullMarked
package dev.telemetry.sample.viewer;

import org.jspecify.annotations.NullMarked;
