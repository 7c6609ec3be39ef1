/**
 * The servlet filter that observes requests. The only package that sees the Servlet API;
 * may use {@code request}, {@code record}, {@code context}, {@code control},
 * {@code decision}, {@code health} and {@code names}.
 */
@NullMarked
package dev.telemetry.servlet;

import org.jspecify.annotations.NullMarked;
