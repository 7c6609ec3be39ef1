/**
 * Requests: supplies the servlet filter and lets Spring Boot's step back.
 */
@NullMarked
package dev.telemetry.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
