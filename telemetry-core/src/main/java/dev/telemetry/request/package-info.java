/**
 * What is the same for requests whatever server took them: how they are observed, which
 * are traced, and what their spans say. May use {@code record}, {@code decision},
 * {@code names}, {@code health} and {@code control}.
 */
@NullMarked
package dev.telemetry.request;

import org.jspecify.annotations.NullMarked;
