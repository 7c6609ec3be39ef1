/**
 * Calls to other services over HTTP.
 */
@NullMarked
package dev.telemetry.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
