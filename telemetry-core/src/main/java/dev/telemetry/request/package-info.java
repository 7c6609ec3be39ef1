/**
 * Code for requests that does not depend on the server: settings, sampling rules by path,
 * and the spans and their attributes. May use {@code record}, {@code decision},
 * {@code names}, {@code health} and {@code control}.
 */
@NullMarked
package dev.telemetry.request;

import org.jspecify.annotations.NullMarked;
