package dev.telemetry.export.local;

import java.util.Locale;

/**
 * Escapes text so that it stays on one line.
 */
final class EscapedText {

	private EscapedText() {
	}

	/**
	 * Returns the key or the value of a pair. A text that is empty, or that contains
	 * blanks, quotes, equals signs or control characters, is quoted and escaped.
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
