/**
 * How traces continue in other processes and on other threads.
 */
@NullMarked
package dev.telemetry.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
