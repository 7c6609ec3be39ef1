/**
 * The names of the product, each written once: spans, attributes, meters and log fields.
 * A leaf: depends on no other package of the project.
 */
@NullMarked
package dev.telemetry.names;

import org.jspecify.annotations.NullMarked;
