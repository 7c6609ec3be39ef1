package dev.telemetry.privacy;

/**
 * Classes of ASCII characters. Look-ups use a table and allocate nothing.
 */
final class Ascii {

	private static final byte UPPER = 1;

	private static final byte LOWER = 2;

	private static final byte DIGIT = 4;

	private static final byte URL_SAFE = 8;

	private static final byte TOKEN = 16;

	private static final char NARROW_BLANK = '\u202f';

	private static final byte[] CLASSES = new byte[128];

	static {
		mark('A', 'Z', UPPER);
		mark('a', 'z', LOWER);
		mark('0', '9', DIGIT);
		for (int i = 0; i < CLASSES.length; i++) {
			if (CLASSES[i] != 0) {
				CLASSES[i] |= URL_SAFE | TOKEN;
			}
		}
		CLASSES['-'] |= URL_SAFE | TOKEN;
		CLASSES['_'] |= URL_SAFE | TOKEN;
		for (char character : new char[] { '.', '~', '+', '/', '=' }) {
			CLASSES[character] |= TOKEN;
		}
	}

	private Ascii() {
	}

	private static void mark(char first, char last, byte type) {
		for (char character = first; character <= last; character++) {
			CLASSES[character] |= type;
		}
	}

	private static boolean is(char character, int type) {
		return character < 128 && (CLASSES[character] & type) != 0;
	}

	static boolean isDigit(char character) {
		return is(character, DIGIT);
	}

	static boolean isUpper(char character) {
		return is(character, UPPER);
	}

	static boolean isLetter(char character) {
		return is(character, UPPER | LOWER);
	}

	static boolean isAlphanumeric(char character) {
		return is(character, UPPER | LOWER | DIGIT);
	}

	static boolean isHex(char character) {
		return isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
	}

	/**
	 * Returns whether a character is a letter, a digit, a hyphen or an underscore, as in
	 * Base64 for URLs.
	 */
	static boolean isUrlSafe(char character) {
		return is(character, URL_SAFE);
	}

	/**
	 * Returns whether a character may be part of a token68 of RFC 9110.
	 */
	static boolean isToken(char character) {
		return is(character, TOKEN);
	}

	static boolean isBlank(char character) {
		return character == ' ' || character == '\t' || character == '\u00a0' || character == NARROW_BLANK;
	}

	/**
	 * Returns the index behind a blank that may be encoded as in a URL or a form, or -1
	 * if there is none at an index.
	 */
	static int blankEnd(String text, int index) {
		char character = (index < text.length()) ? text.charAt(index) : '\0';
		if (character == '%') {
			int digits = behindPercent(text, index);
			return (text.startsWith("20", digits)) ? digits + 2 : -1;
		}
		return (character == '+' || isBlank(character)) ? index + 1 : -1;
	}

	static boolean isSpace(char character) {
		return character <= ' ' || character == '\u00a0' || character == NARROW_BLANK || character == '\u2028'
				|| character == '\u2029';
	}

	static boolean isQuote(char character) {
		return character == '"' || character == '\'' || character == '`';
	}

	static char lower(char character) {
		return (isUpper(character)) ? (char) (character + ('a' - 'A')) : character;
	}

	/**
	 * Returns whether a word may begin at an index: the character before is neither a
	 * letter nor a digit.
	 */
	static boolean isWordStart(String text, int index) {
		return index == 0 || !isAlphanumeric(text.charAt(index - 1));
	}

	/**
	 * Returns whether a word may end before an index: the character at the index is
	 * neither a letter nor a digit.
	 */
	static boolean isWordEnd(String text, int index) {
		return index >= text.length() || !isAlphanumeric(text.charAt(index));
	}

	/**
	 * Returns the index behind an escape sequence of a URL or of JSON at an index, or -1
	 * if there is none: {@code %22}, {@code \\n} or a backslash with u and four digits.
	 */
	static int escapeEnd(String text, int index) {
		if (text.charAt(index) == '%') {
			return hexEnd(text, index + 1, index + 3);
		}
		char next = (index + 1 < text.length()) ? text.charAt(index + 1) : '\0';
		if (next == 'u') {
			return hexEnd(text, index + 2, index + 6);
		}
		return (next == 'n' || next == 'r' || next == 't') ? index + 2 : -1;
	}

	private static int hexEnd(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (i >= text.length() || !isHex(text.charAt(i))) {
				return -1;
			}
		}
		return end;
	}

	/**
	 * Returns the index behind a percent sign that may be encoded any number of times:
	 * {@code %}, {@code %25}, {@code %2525}.
	 */
	static int behindPercent(String text, int index) {
		int end = index + 1;
		while (text.startsWith("25", end)) {
			end += 2;
		}
		return end;
	}

	/**
	 * Returns the index behind two hexadecimal digits that begin at an index, or the same
	 * index if there are none.
	 */
	static int behindHexPair(String text, int index) {
		return Math.max(hexEnd(text, index, index + 2), index);
	}

	/**
	 * Returns the index behind the digits that begin at an index, or at the limit.
	 */
	static int digitsEnd(String text, int index, int limit) {
		int end = index;
		int last = Math.min(text.length(), limit);
		while (end < last && isDigit(text.charAt(end))) {
			end++;
		}
		return end;
	}

	/**
	 * Returns the index behind the letters, digits, hyphens and underscores that begin at
	 * an index.
	 */
	static int urlSafeEnd(String text, int index) {
		int end = index;
		while (end < text.length() && isUrlSafe(text.charAt(end))) {
			end++;
		}
		return end;
	}

	/**
	 * Returns the index behind the token68 characters that begin at an index.
	 */
	static int tokenEnd(String text, int index) {
		int end = index;
		while (end < text.length() && isToken(text.charAt(end))) {
			end++;
		}
		return end;
	}

}
