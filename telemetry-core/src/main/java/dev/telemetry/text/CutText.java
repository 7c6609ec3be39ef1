package dev.telemetry.text;

/**
 * Texts of a bounded length that do not end in half a character.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class CutText {

	private CutText() {
	}

	/**
	 * Cuts what is too long.
	 * @param text the text
	 * @param maxLength most characters of it
	 * @return the same text if it is short enough
	 */
	public static String of(String text, int maxLength) {
		return (text.length() > maxLength) ? text.substring(0, end(text, maxLength)) : text;
	}

	/**
	 * Where a text ends that has more characters than it may have.
	 * @param text the text
	 * @param maxLength most characters of it
	 * @return the index behind its last character
	 */
	public static int end(CharSequence text, int maxLength) {
		boolean pair = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
		return (pair) ? maxLength - 1 : maxLength;
	}

}
