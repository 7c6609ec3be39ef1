/**
 * What became of spans, in numbers. A leaf: depends on nothing of ours.
 */
@NullMarked
package dev.telemetry.health;

import org.jspecify.annotations.NullMarked;
