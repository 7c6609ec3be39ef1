package dev.telemetry.text;

/**
 * Cuts texts to a maximum length without splitting a character.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class CutText {

	private CutText() {
	}

	/**
	 * Cuts a text that is too long.
	 * @param text the text
	 * @param maxLength the largest number of characters
	 * @return the same text if it is short enough
	 */
	public static String of(String text, int maxLength) {
		return (text.length() > maxLength) ? text.substring(0, end(text, maxLength)) : text;
	}

	/**
	 * Returns the index at which to cut a text that is too long.
	 * @param text the text
	 * @param maxLength the largest number of characters
	 * @return the index behind the last character to keep
	 */
	public static int end(CharSequence text, int maxLength) {
		boolean pair = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
		return (pair) ? maxLength - 1 : maxLength;
	}

}
