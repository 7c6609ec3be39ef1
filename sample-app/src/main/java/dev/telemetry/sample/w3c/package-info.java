/**
 * An endpoint for the validation suite of W3C Trace Context, with the profile
 * {@code w3c}. Never in production: it sends requests wherever it is told to.
 */
@NullMarked
package dev.telemetry.sample.w3c;

import org.jspecify.annotations.NullMarked;
