/**
 * Knowledge and decisions about one local root: a span without a parent in this process.
 * Depends on no other package of the project.
 */
@NullMarked
package dev.telemetry.decision;

import org.jspecify.annotations.NullMarked;
