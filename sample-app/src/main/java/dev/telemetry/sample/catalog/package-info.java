/**
 * What the shop sells, and how much of it is on the shelf. Uses no other feature.
 */
@NullMarked
package dev.telemetry.sample.catalog;

import org.jspecify.annotations.NullMarked;
