/**
 * Settings that change while the application runs. Depends on no other package of the
 * project.
 */
@NullMarked
package dev.telemetry.control;

import org.jspecify.annotations.NullMarked;
