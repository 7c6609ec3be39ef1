/**
 * The servlet filter that observes requests. The only package that sees the Servlet API;
 * may use {@code record}, {@code decision} and {@code names}.
 */
@NullMarked
package dev.telemetry.servlet;

import org.jspecify.annotations.NullMarked;
