package dev.telemetry.cli;

import java.util.Locale;

/**
 * Texts for a terminal. A name may hold sequences that move the cursor, ring the bell or
 * turn the direction of writing round: none of that gets there.
 */
final class Text {

	private static final String REPLACEMENT = "\uFFFD";

	private static final double MINUTE = 60;

	private static final double HOUR = 3600;

	private Text() {
	}

	/**
	 * A text on one line, of visible characters.
	 */
	static String plain(String text) {
		return plain(text, false);
	}

	/**
	 * A text of visible characters, which may have several lines and tabs.
	 */
	static String lines(String text) {
		return plain(text, true);
	}

	private static String plain(String text, boolean lines) {
		StringBuilder plain = new StringBuilder(text.length());
		text.codePoints().forEach((c) -> {
			if (isHarmless(c) || (lines && (c == '\n' || c == '\r' || c == '\t'))) {
				plain.appendCodePoint(c);
			}
			else {
				plain.append(REPLACEMENT);
			}
		});
		return plain.toString();
	}

	// Controls of both sets, marks of direction, line and paragraph separators, halves of
	// pairs, and what is no character, which no XML may have.
	private static boolean isHarmless(int c) {
		if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) {
			return false;
		}
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

	/**
	 * A text of visible characters that is no longer than a column.
	 */
	static String cut(String text, int width) {
		String plain = plain(text);
		if (plain.codePointCount(0, plain.length()) <= width) {
			return plain;
		}
		return plain.substring(0, plain.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
	}

	static String left(String text, int width) {
		return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
	}

	static String right(String text, int width) {
		return " ".repeat(Math.max(0, width - text.codePointCount(0, text.length()))) + text;
	}

	/**
	 * A duration for people.
	 */
	static String seconds(double seconds) {
		double size = Math.abs(seconds);
		if (size == 0) {
			return "0 s";
		}
		if (size >= HOUR) {
			return format("%.1f h", seconds / HOUR);
		}
		if (size >= 2 * MINUTE) {
			return format("%.1f min", seconds / MINUTE);
		}
		if (size >= 1) {
			return format("%.2f s", seconds);
		}
		return (size >= 1e-3) ? format("%.1f ms", seconds * 1e3) : format("%.0f us", seconds * 1e6);
	}

	static String percent(double share) {
		return format("%.0f %%", share * 100);
	}

	@SuppressWarnings("AnnotateFormatMethod")
	static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
