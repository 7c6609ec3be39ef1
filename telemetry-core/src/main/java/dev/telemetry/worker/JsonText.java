package dev.telemetry.worker;

/**
 * Converts text of JSON to values.
 */
final class JsonText {

	private static final char REPLACEMENT = 0xFFFD;

	private static final int LONG_DIGITS = 19;

	private JsonText() {
	}

	/**
	 * Parses a number.
	 * @param whole whether the text has neither a fraction nor an exponent
	 */
	static Number number(String text, boolean whole) {
		if (whole && text.length() <= LONG_DIGITS + 1) {
			try {
				return Long.parseLong(text);
			}
			catch (NumberFormatException ex) {
				// The number is too large for a long.
			}
		}
		return Double.parseDouble(text);
	}

	/**
	 * Replaces lone surrogates.
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
