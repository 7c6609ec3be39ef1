/**
 * Sampling: supplies the sampler.
 */
@NullMarked
package dev.telemetry.autoconfigure.sampling;

import org.jspecify.annotations.NullMarked;
