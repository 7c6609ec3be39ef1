package dev.telemetry.privacy;

import java.util.List;

import dev.telemetry.privacy.SensitiveWords.Sensitivity;

/**
 * Finds the value of a sensitive key. Rather hides too much than too little. Characters
 * that are read are part of a hit, or bounded in number.
 */
final class SecretValue {

	private static final int MAX_BLANKS = 32;

	private static final int MAX_KEY = 40;

	private static final int MIN_LIKELY = 6;

	private static final int MIN_WITHOUT_DIGIT = 16;

	// As in "login.password: must not be blank" of Jakarta Validation.
	private static final List<String> RULES = List.of("must ", "size must ", "length must ", "may not ");

	// The last one is that of Spring Security; MySQL says "using password: YES".
	private static final List<String> HARMLESS = List.of("null", "true", "false", "yes", "no", "[protected]");

	private SecretValue() {
	}

	/**
	 * Finds the value.
	 * @param text the text
	 * @param behindKey index behind the sign that separates key and value
	 * @param sensitivity of the key
	 * @param prose whether the key may be a word of a sentence
	 * @return the range of the value, or {@link Detector#NONE} if there is none that is
	 * secret
	 */
	static long find(String text, int behindKey, Sensitivity sensitivity, boolean prose) {
		int start = skipBlanks(text, behindKey);
		if (start >= text.length() || Ascii.isSpace(text.charAt(start))) {
			return Detector.NONE;
		}
		int quote = quoteIndex(text, start);
		int parameters = (sensitivity == Sensitivity.HEADER)
				? CredentialsDetector.parametersEnd(text, (quote >= 0) ? quote + 1 : start) : -1;
		if (quote >= 0) {
			int end = Math.max(closingQuote(text, quote, quote - start), parameters);
			return hidden(text, quote + 1, end);
		}
		int scheme = CredentialsDetector.schemeEnd(text, start);
		if (scheme > 0) {
			start = skipBlanks(text, scheme);
		}
		if (isReplaced(text, start) || (prose && start > behindKey && isRule(text, start))) {
			return Detector.NONE;
		}
		if (start < text.length() && isOpening(text.charAt(start))) {
			return hidden(text, start, wordEnd(text, closing(text, start)));
		}
		int end = (sensitivity == Sensitivity.HEADER) ? Math.max(headerEnd(text, start), parameters)
				: wordEnd(text, start);
		if (sensitivity == Sensitivity.LIKELY && scheme < 0
				&& !isLikely(text, start, end, prose && start > behindKey)) {
			return Detector.NONE;
		}
		return hidden(text, start, end);
	}

	private static boolean isReplaced(String text, int start) {
		int end = Replacement.endAt(text, start);
		return end > 0 && (end == text.length() || endsWord(text, end) || isClosing(text.charAt(end)));
	}

	private static boolean isRule(String text, int start) {
		for (int i = 0; i < RULES.size(); i++) {
			if (text.startsWith(RULES.get(i), start)) {
				return true;
			}
		}
		return false;
	}

	private static int skipBlanks(String text, int index) {
		int start = index;
		while (start < text.length() && start - index < MAX_BLANKS && Ascii.isBlank(text.charAt(start))) {
			start++;
		}
		return start;
	}

	// Returns the index of a quote, behind the backslashes that escape it, or -1 if there
	// is none.
	private static int quoteIndex(String text, int start) {
		int index = start;
		while (index < text.length() && index - start < MAX_BLANKS && text.charAt(index) == '\\') {
			index++;
		}
		return (index < text.length() && Ascii.isQuote(text.charAt(index))) ? index : -1;
	}

	// Returns the index of the same quote behind the same number of backslashes, or
	// the end of the text. Without backslashes, a doubled quote belongs to the value,
	// as in SQL.
	private static int closingQuote(String text, int quote, int escapes) {
		char character = text.charAt(quote);
		int backslashes = 0;
		for (int i = quote + 1; i < text.length(); i++) {
			char current = text.charAt(i);
			if (current == character && backslashes <= escapes && (backslashes - escapes) % 2 == 0) {
				if (escapes > 0 || i + 1 == text.length() || text.charAt(i + 1) != character) {
					return i - escapes;
				}
				i++;
			}
			backslashes = (current == '\\') ? backslashes + 1 : 0;
		}
		return text.length();
	}

	private static boolean isOpening(char character) {
		return character == '[' || character == '{';
	}

	// Returns the index of the closing bracket, skipping quotes.
	private static int closing(String text, int start) {
		int depth = 0;
		char quote = 0;
		for (int i = start; i < text.length(); i++) {
			char character = text.charAt(i);
			if (quote != 0) {
				if (character == '\\') {
					i++;
				}
				else if (character == quote) {
					quote = 0;
				}
			}
			else if (character == '"') {
				quote = character;
			}
			else if (isOpening(character)) {
				depth++;
			}
			else if ((character == ']' || character == '}') && --depth == 0) {
				return i + 1;
			}
		}
		return text.length();
	}

	private static int wordEnd(String text, int start) {
		int end = start;
		while (end < text.length() && !endsWord(text, end)) {
			end++;
		}
		return end;
	}

	private static boolean endsWord(String text, int index) {
		char character = text.charAt(index);
		if (Ascii.isSpace(character) || character == '&' || character == '<') {
			return true;
		}
		if (Ascii.isQuote(character)) {
			// Within a password, a quote is an ordinary character.
			return Ascii.isWordEnd(text, index + 1);
		}
		return (isClosing(character) && (isEndAfter(text, index + 1) || isKeyAfter(text, index)))
				|| isEscape(text, index);
	}

	// The value may have several words. It ends with the line, or with the enclosing
	// quotes or brackets.
	private static int headerEnd(String text, int start) {
		int end = start;
		while (end < text.length()) {
			char character = text.charAt(end);
			int quoted = (character == '"') ? quotedEnd(text, start, end) : -1;
			if (quoted > 0) {
				end = quoted;
				continue;
			}
			if (character < ' ' || character == '"' || character == '\'' || isEscape(text, end)
					|| (character != ';' && isClosing(character) && isEndAfter(text, end + 1))) {
				break;
			}
			end++;
		}
		return end;
	}

	// Returns the index behind a value in quotes that is part of a header, as in a
	// cookie, or -1 if there is none.
	private static int quotedEnd(String text, int start, int quote) {
		if (quote == start || text.charAt(quote - 1) != '=') {
			return -1;
		}
		int end = quote + 1;
		while (end < text.length() && text.charAt(end) >= ' ' && text.charAt(end) != '"') {
			end++;
		}
		return (end < text.length() && text.charAt(end) == '"') ? end + 1 : -1;
	}

	private static boolean isClosing(char character) {
		return character == ',' || character == ';' || character == ')' || character == ']' || character == '}';
	}

	private static boolean isEndAfter(String text, int index) {
		if (index >= text.length()) {
			return true;
		}
		char character = text.charAt(index);
		return Ascii.isSpace(character) || isClosing(character) || Ascii.isQuote(character);
	}

	// As in "password=x;user=y".
	private static boolean isKeyAfter(String text, int index) {
		if (text.charAt(index) != ',' && text.charAt(index) != ';') {
			return false;
		}
		int end = index + 1;
		int limit = Math.min(text.length(), end + MAX_KEY);
		while (end < limit && (Ascii.isUrlSafe(text.charAt(end)) || text.charAt(end) == '.')) {
			end++;
		}
		return end > index + 1 && end < limit && text.charAt(end) == '=' && end + 1 < limit
				&& text.charAt(end + 1) != '=';
	}

	private static boolean isEscape(String text, int index) {
		if (text.charAt(index) != '\\' || index + 1 >= text.length()) {
			return false;
		}
		char next = text.charAt(index + 1);
		return Ascii.isQuote(next) || next == 'n' || next == 'r' || next == 't';
	}

	private static boolean isLikely(String text, int start, int end, boolean prose) {
		if (end - start < MIN_LIKELY) {
			return false;
		}
		if (!prose || end - start >= MIN_WITHOUT_DIGIT) {
			return true;
		}
		for (int i = start; i < end; i++) {
			if (Ascii.isDigit(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the range of a value, or {@link Detector#NONE} if the value is harmless or
	 * replaced already.
	 */
	static long hidden(String text, int start, int end) {
		return (end <= start || isHarmless(text, start, end) || Replacement.endAt(text, start) == end) ? Detector.NONE
				: Detector.found(start, end);
	}

	private static boolean isHarmless(String text, int start, int end) {
		for (int i = 0; i < HARMLESS.size(); i++) {
			String word = HARMLESS.get(i);
			if (end - start == word.length() && text.regionMatches(true, start, word, 0, word.length())) {
				return true;
			}
		}
		return isMasked(text, start, end) || isPlaceholder(text, start, end);
	}

	// As in SQL: "password = ?", and "$1" with R2DBC.
	private static boolean isPlaceholder(String text, int start, int end) {
		char first = text.charAt(start);
		return (first == '?' || (first == '$' && end - start > 1)) && Ascii.digitsEnd(text, start + 1, end) == end;
	}

	private static boolean isMasked(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (text.charAt(i) != '*') {
				return false;
			}
		}
		return true;
	}

}
