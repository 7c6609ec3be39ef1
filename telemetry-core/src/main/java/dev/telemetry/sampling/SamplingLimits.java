package dev.telemetry.sampling;

/**
 * Limits on what is held of undecided traces. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param maxSpansPerRoot how many ended spans are held for one local root at most;
 * further spans are dropped, and the root says how many
 * @param maxSpans how many spans are open or held in all at most
 * @param maxBytes how much memory the held spans may take, in bytes; small spans count
 * only once there are more than a few hundred spans
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
