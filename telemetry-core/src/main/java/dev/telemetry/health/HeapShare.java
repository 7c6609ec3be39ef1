package dev.telemetry.health;

/**
 * Limits memory bounds to a share of the heap: in a heap of 64 MB, two of the default
 * bounds would take all of it.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class HeapShare {

	private static final int SHARE = 8;

	// A failed request with a deep stack trace takes some 50 KB.
	private static final long LEAST_BYTES = 1024L * 1024;

	private HeapShare() {
	}

	/**
	 * Limits a bound to an eighth of the heap, or to 1 MB if that is more.
	 * @param bytes the configured bound, in bytes
	 * @return the bound to use, in bytes
	 */
	public static long atMost(long bytes) {
		return atMost(bytes, Runtime.getRuntime().maxMemory());
	}

	static long atMost(long bytes, long heap) {
		return Math.min(bytes, Math.max(heap / SHARE, LEAST_BYTES));
	}

}
