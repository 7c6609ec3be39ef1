package dev.telemetry.autoconfigure.endpoint;

import java.util.regex.Pattern;

/**
 * Texts of callers that are written to the log: one line, which reads as it is.
 */
final class PlainText {

	// Controls, ends of lines of Unicode, and what turns the direction of a text.
	private static final Pattern OTHER = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

	private PlainText() {
	}

	static boolean is(String text) {
		return !OTHER.matcher(text).find();
	}

	/**
	 * Returns the text with a question mark for each character that is none.
	 */
	static String of(String text) {
		return OTHER.matcher(text).replaceAll("?");
	}

}
