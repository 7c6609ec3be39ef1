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
		int columns = 0;
		int end = 0;
		for (int i = 0; i < plain.length(); i += Character.charCount(plain.codePointAt(i))) {
			end = (columns < width) ? i : end;
			columns += columns(plain.codePointAt(i));
			if (columns > width) {
				return plain.substring(0, end) + "…";
			}
		}
		return plain;
	}

	/**
	 * How many columns of a terminal a text takes.
	 */
	static int width(String text) {
		return text.codePoints().map(Text::columns).sum();
	}

	// Ideographs, Hangul and pictures take two, marks above or below a letter none.
	private static int columns(int c) {
		int type = Character.getType(c);
		if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
			return 0;
		}
		boolean wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3)
				|| (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60)
				|| (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x1F680 && c <= 0x1F6FF)
				|| (c >= 0x1F900 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
		return (wide) ? 2 : 1;
	}

	static String left(String text, int width) {
		return text + " ".repeat(Math.max(0, width - width(text)));
	}

	static String right(String text, int width) {
		return " ".repeat(Math.max(0, width - width(text))) + text;
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
