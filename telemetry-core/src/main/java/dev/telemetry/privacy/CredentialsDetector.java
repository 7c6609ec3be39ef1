package dev.telemetry.privacy;

/**
 * Detects credentials behind the name of an HTTP authentication scheme. Words of a
 * sentence, such as "basic authentication", are not credentials.
 */
final class CredentialsDetector implements Detector {

	private static final String[] SCHEMES = { "bearer", "basic", "negotiate", "apikey", "token" };

	// Schemes whose credentials are parameters, such as response="6629fae4".
	private static final String[] WITH_PARAMETERS = { "digest", "oauth", "aws4-hmac-sha256", "aws4-ecdsa-p256-sha256" };

	private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	private static final int MAX_BLANKS = 4;

	private static final int MIN_CREDENTIALS = 8;

	private static final int MIN_WITHOUT_DIGIT = 24;

	@Override
	public String triggers() {
		return "AaBbDdNnOoTt";
	}

	@Override
	public long find(String text, int at, int from) {
		int schemeEnd = schemeEnd(text, at);
		if (schemeEnd < 0) {
			return encoded(text, at);
		}
		int start = skipBlanks(text, schemeEnd);
		int parameters = parametersEnd(text, at);
		if (parameters > 0) {
			return Detector.found(start, parameters);
		}
		int end = Ascii.tokenEnd(text, start);
		return (looksLikeCredentials(text, start, end)) ? Detector.found(start, end) : NONE;
	}

	// As in a URL or a form: "Bearer%20x", "Bearer+x".
	private static long encoded(String text, int at) {
		for (String scheme : SCHEMES) {
			int blank = at + scheme.length();
			if (blank < text.length() && text.regionMatches(true, at, scheme, 0, scheme.length())) {
				int start = Ascii.blankEnd(text, blank);
				int end = (start > 0) ? encodedEnd(text, start, text.charAt(blank)) : start;
				return (looksLikeCredentials(text, start, end)) ? Detector.found(start, end) : NONE;
			}
		}
		return NONE;
	}

	// A plus sign stands for a blank if the one before did.
	private static int encodedEnd(String text, int start, char blank) {
		int end = start;
		while (end < text.length() && ((Ascii.isToken(text.charAt(end)) && (blank == '%' || text.charAt(end) != '+'))
				|| (text.charAt(end) == '%' && Ascii.escapeEnd(text, end) > 0))) {
			end++;
		}
		return end;
	}

	/**
	 * Returns the index behind a scheme and at the blank that follows it, or -1.
	 */
	static int schemeEnd(String text, int at) {
		int end = schemeEnd(text, at, SCHEMES);
		return (end >= 0) ? end : schemeEnd(text, at, WITH_PARAMETERS);
	}

	private static int schemeEnd(String text, int at, String[] schemes) {
		for (String scheme : schemes) {
			int end = at + scheme.length();
			if (text.regionMatches(true, at, scheme, 0, scheme.length()) && end < text.length()
					&& Ascii.isBlank(text.charAt(end))) {
				return end;
			}
		}
		return -1;
	}

	/**
	 * Returns the index behind the parameters of a scheme that begins at an index, or -1
	 * if it has none.
	 */
	static int parametersEnd(String text, int at) {
		int schemeEnd = schemeEnd(text, at, WITH_PARAMETERS);
		int end = -1;
		int start = (schemeEnd >= 0) ? skipBlanks(text, schemeEnd) : text.length();
		while (start >= 0) {
			int nameEnd = Ascii.urlSafeEnd(text, start);
			if (nameEnd == start || nameEnd == text.length() || text.charAt(nameEnd) != '=') {
				break;
			}
			end = parameterEnd(text, nameEnd + 1);
			boolean goesOn = end < text.length() && text.charAt(end) == ',';
			start = (goesOn) ? skipBlanks(text, end + 1) : -1;
		}
		return end;
	}

	// Returns the end of a value, in quotes or not.
	private static int parameterEnd(String text, int start) {
		int end = start;
		while (end < text.length() && text.charAt(end) == '\\') {
			end++;
		}
		if (end < text.length() && text.charAt(end) == '"') {
			end++;
			while (end < text.length() && text.charAt(end) >= ' ' && text.charAt(end) != '"') {
				end++;
			}
			return Math.min(end + 1, text.length());
		}
		while (end < text.length() && (Ascii.isToken(text.charAt(end)) || text.charAt(end) == ';')) {
			end++;
		}
		return end;
	}

	private static int skipBlanks(String text, int index) {
		int start = index;
		while (start < text.length() && start - index < MAX_BLANKS && Ascii.isBlank(text.charAt(start))) {
			start++;
		}
		return start;
	}

	/**
	 * Finds user name and password as they are behind "Basic", such as
	 * {@code dXNlcjpwYXNzd29yZA==}, alone or in quotes.
	 */
	static long userAndPassword(String text, int index) {
		int start = skipBlanks(text, index);
		while (start < text.length() && start - index < 2 * MAX_BLANKS
				&& (text.charAt(start) == '\\' || Ascii.isQuote(text.charAt(start)))) {
			start++;
		}
		boolean colon = false;
		int bits = 0;
		int left = 0;
		int end = start;
		while (end < text.length() && BASE64.indexOf(text.charAt(end)) >= 0) {
			bits = (bits << 6) | BASE64.indexOf(text.charAt(end));
			left += 6;
			if (left >= Byte.SIZE) {
				left -= Byte.SIZE;
				int decoded = (bits >> left) & 0xFF;
				if (decoded < ' ') {
					return NONE;
				}
				colon |= decoded == ':';
			}
			end++;
		}
		while (end < text.length() && text.charAt(end) == '=') {
			end++;
		}
		return (colon) ? Detector.found(start, end) : NONE;
	}

	private static boolean looksLikeCredentials(String text, int start, int end) {
		if (end - start < MIN_CREDENTIALS) {
			return false;
		}
		if (end - start >= MIN_WITHOUT_DIGIT) {
			return true;
		}
		// A token may end with a padding. A word has neither digits nor mixed case.
		boolean lowerBefore = false;
		for (int i = start; i < end; i++) {
			char character = text.charAt(i);
			if (Ascii.isDigit(character) || character == '=' || (lowerBefore && Ascii.isUpper(character))) {
				return true;
			}
			lowerBefore = Ascii.isLetter(character) && !Ascii.isUpper(character);
		}
		return false;
	}

}
