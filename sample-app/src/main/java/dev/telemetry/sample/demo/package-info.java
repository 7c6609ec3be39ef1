/**
 * Traffic that the shop sends itself with the profile {@code demo}. It behaves like an
 * outside client and uses no other feature.
 */
@NullMarked
package dev.telemetry.sample.demo;

import org.jspecify.annotations.NullMarked;
