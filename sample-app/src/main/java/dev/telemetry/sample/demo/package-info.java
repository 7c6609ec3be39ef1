/**
 * Traffic that the shop sends itself with the profile {@code demo}. It behaves like an
 * outside client. Beside it, the partner as a service of its own.
 */
@NullMarked
package dev.telemetry.sample.demo;

import org.jspecify.annotations.NullMarked;
