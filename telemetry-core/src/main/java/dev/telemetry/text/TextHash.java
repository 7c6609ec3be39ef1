package dev.telemetry.text;

/**
 * A hash that tells texts apart which were cut, the same in each process. None that
 * resists those who look for two texts with the same one.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TextHash {

	private TextHash() {
	}

	/**
	 * The hash of a text.
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
