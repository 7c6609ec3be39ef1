package dev.telemetry.text;

/**
 * A hash that distinguishes texts that were cut, and is the same in each process. It is
 * not cryptographic: two texts with the same hash can be constructed.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TextHash {

	private TextHash() {
	}

	/**
	 * Returns the hash of a text.
	 * @param text the text
	 * @return 16 hex digits
	 */
	public static String of(String text) {
		// FNV-1a.
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
		}
		return Long.toHexString(hash | Long.MIN_VALUE);
	}

}
