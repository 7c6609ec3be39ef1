/**
 * Settings that change while the application runs. May use nothing else.
 */
@NullMarked
package dev.telemetry.control;

import org.jspecify.annotations.NullMarked;
