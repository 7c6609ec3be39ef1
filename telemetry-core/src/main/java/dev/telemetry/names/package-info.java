/**
 * The names of the product, each written once: spans, attributes, meters and log fields.
 * A leaf: depends on nothing of ours.
 */
@NullMarked
package dev.telemetry.names;

import org.jspecify.annotations.NullMarked;
