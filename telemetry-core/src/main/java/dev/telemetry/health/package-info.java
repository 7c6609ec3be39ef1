/**
 * What became of spans, in numbers, and where failures of the product itself end. A leaf:
 * depends on nothing of ours.
 */
@NullMarked
package dev.telemetry.health;

import org.jspecify.annotations.NullMarked;
