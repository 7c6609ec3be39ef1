package dev.telemetry.export.local;

import java.util.Locale;

/**
 * Text that stays on its line whatever is in it.
 */
final class EscapedText {

	private EscapedText() {
	}

	/**
	 * Returns the key or the value of a pair: with blanks, quotes, equals signs or
	 * control characters in it, and if it is empty, it is quoted and escaped.
	 */
	static String token(String text) {
		return (isPlain(text)) ? text : '"' + escape(text, true) + '"';
	}

	/**
	 * Returns text in which control characters and line breaks are escaped.
	 */
	static String line(String text) {
		return (text.codePoints().anyMatch(EscapedText::isLineBreakOrControl)) ? escape(text, false) : text;
	}

	private static boolean isPlain(String text) {
		return !text.isEmpty() && text.codePoints()
			.noneMatch((c) -> c <= ' ' || c == '"' || c == '=' || c == '\\' || isLineBreakOrControl(c));
	}

	private static String escape(String text, boolean quoted) {
		StringBuilder escaped = new StringBuilder(text.length() + 16);
		text.codePoints().forEach((c) -> {
			if (quoted && (c == '"' || c == '\\')) {
				escaped.append('\\').append((char) c);
			}
			else if (isLineBreakOrControl(c)) {
				escaped.append(escape(c));
			}
			else {
				escaped.appendCodePoint(c);
			}
		});
		return escaped.toString();
	}

	private static String escape(int c) {
		return switch (c) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			default -> String.format(Locale.ROOT, "\\u%04x", c);
		};
	}

	private static boolean isLineBreakOrControl(int c) {
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
				|| (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
	}

}
