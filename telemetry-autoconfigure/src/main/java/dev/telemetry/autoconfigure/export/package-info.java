/**
 * Where spans go: supplies the exporters.
 */
@NullMarked
package dev.telemetry.autoconfigure.export;

import org.jspecify.annotations.NullMarked;
