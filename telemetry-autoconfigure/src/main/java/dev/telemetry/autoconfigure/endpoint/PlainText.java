package dev.telemetry.autoconfigure.endpoint;

import java.util.regex.Pattern;

/**
 * Cleans texts of callers for the log, so that each is one line of visible characters.
 */
final class PlainText {

	// Control characters, line separators of Unicode, and characters that change the
	// direction of text.
	private static final Pattern OTHER = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

	private PlainText() {
	}

	static boolean is(String text) {
		return !OTHER.matcher(text).find();
	}

	/**
	 * Returns the text with a question mark in place of each such character.
	 */
	static String of(String text) {
		return OTHER.matcher(text).replaceAll("?");
	}

}
