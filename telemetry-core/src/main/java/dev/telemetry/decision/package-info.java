/**
 * What is known and decided about one local root: a span without a parent in this
 * process. A leaf: depends on no other package of the project.
 */
@NullMarked
package dev.telemetry.decision;

import org.jspecify.annotations.NullMarked;
