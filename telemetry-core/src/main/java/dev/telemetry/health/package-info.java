/**
 * What became of spans, in numbers, where failures of the product itself end, and where
 * scopes that were left open are noticed. A leaf: depends on no other package of the
 * product.
 */
@NullMarked
package dev.telemetry.health;

import org.jspecify.annotations.NullMarked;
