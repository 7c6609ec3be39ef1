package dev.telemetry.sampling;

/**
 * How much is held of traces that are not decided on yet. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param maxSpansPerRoot how many ended spans are held for one local root at the most;
 * further ones are dropped, and the root says how many
 * @param maxSpans how many spans are open or held in all at the most
 * @param maxBytes how much memory the spans that are held may take, in bytes; those of
 * small spans count once there are more than a few hundred
 * @since 0.1.0
 */
public record SamplingLimits(int maxSpansPerRoot, int maxSpans, long maxBytes) {

	/** 512 spans for a root, 10,000 spans and 32 MB in all. */
	public static final SamplingLimits DEFAULT = new SamplingLimits(512, 10_000, 32L * 1024 * 1024);

	public SamplingLimits {
		if (maxSpansPerRoot < 1 || maxSpans < 1 || maxBytes < 1) {
			throw new IllegalArgumentException("Limits must be positive");
		}
	}

}
