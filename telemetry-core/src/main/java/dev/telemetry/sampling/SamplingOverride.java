package dev.telemetry.sampling;

import dev.telemetry.control.Adjustment;

/**
 * A change of the settings that may expire. Two overrides are never equal. Immutable.
 *
 * @since 0.1.0
 * @see SamplingControl#add
 */
public final class SamplingOverride {

	private final Adjustment<SamplingSettings> adjustment;

	SamplingOverride(Adjustment<SamplingSettings> adjustment) {
		this.adjustment = adjustment;
	}

	Adjustment<SamplingSettings> adjustment() {
		return this.adjustment;
	}

}
