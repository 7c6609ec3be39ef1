package dev.telemetry.worker;

/**
 * Makes values of text that was read.
 */
final class JsonText {

	private static final char REPLACEMENT = 0xFFFD;

	private static final int LONG_DIGITS = 19;

	private JsonText() {
	}

	/**
	 * Makes a number of a text that is one.
	 * @param whole whether it has neither a fraction nor an exponent
	 */
	static Number number(String text, boolean whole) {
		if (whole && text.length() <= LONG_DIGITS + 1) {
			try {
				return Long.parseLong(text);
			}
			catch (NumberFormatException ex) {
				// Too large for a whole number.
			}
		}
		return Double.parseDouble(text);
	}

	/**
	 * Replaces halves of characters.
	 */
	static String whole(StringBuilder text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1));
			if (pair) {
				i++;
			}
			else if (Character.isSurrogate(c)) {
				text.setCharAt(i, REPLACEMENT);
			}
		}
		return text.toString();
	}

}
