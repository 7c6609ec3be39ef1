package dev.telemetry.sampling;

import java.time.Duration;

/**
 * How much is held of traces that are not decided on yet. Immutable.
 *
 * @param maxSpansPerRoot how many ended spans are held for one local root at the most;
 * further ones are dropped, and the root says how many
 * @param maxSpans how many spans are open or held in all at the most
 * @param maxAge how old a local root gets to be before its spans make room for others,
 * once there are too many
 */
public record SamplingLimits(int maxSpansPerRoot, int maxSpans, Duration maxAge) {

	/** 512 spans for a root, 10,000 spans in all, 10 minutes. */
	public static final SamplingLimits DEFAULT = new SamplingLimits(512, 10_000, Duration.ofMinutes(10));

	public SamplingLimits {
		if (maxSpansPerRoot < 1 || maxSpans < 1) {
			throw new IllegalArgumentException("Limits must be positive");
		}
	}

}
