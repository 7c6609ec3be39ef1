package dev.telemetry.autoconfigure;

import org.springframework.util.unit.DataSize;

/**
 * Keeps what waits in memory small beside the heap: in one of 64 MB, two of the usual
 * bounds would be all there is.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class HeapShare {

	private static final int SHARE = 8;

	// A failed request with a deep stack trace takes some 50 KB.
	private static final long LEAST_BYTES = DataSize.ofMegabytes(1).toBytes();

	private HeapShare() {
	}

	/**
	 * Bounds a bound.
	 * @param bytes what was configured
	 * @return that, but at most an eighth of the heap, or 1 MB
	 */
	public static long atMost(long bytes) {
		return atMost(bytes, Runtime.getRuntime().maxMemory());
	}

	static long atMost(long bytes, long heap) {
		return Math.min(bytes, Math.max(heap / SHARE, LEAST_BYTES));
	}

}
