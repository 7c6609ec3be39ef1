package dev.telemetry.privacy;

/**
 * What follows the name of an HTTP authentication scheme. Words of a sentence such as
 * "basic authentication" are none.
 */
final class CredentialsDetector implements Detector {

	private static final String[] SCHEMES = { "bearer", "basic", "negotiate", "digest", "apikey", "token" };

	private static final int MIN_CREDENTIALS = 8;

	private static final int MIN_WITHOUT_DIGIT = 24;

	@Override
	public String triggers() {
		return "AaBbDdNnTt";
	}

	@Override
	public long find(String text, int at, int from) {
		int schemeEnd = schemeEnd(text, at);
		if (schemeEnd < 0) {
			return NONE;
		}
		int start = skipBlanks(text, schemeEnd);
		int end = Ascii.tokenEnd(text, start);
		return (looksLikeCredentials(text, start, end)) ? Detector.found(start, end) : NONE;
	}

	/**
	 * Index behind a scheme and at the blank that follows it, or -1.
	 */
	static int schemeEnd(String text, int at) {
		for (String scheme : SCHEMES) {
			int end = at + scheme.length();
			if (text.regionMatches(true, at, scheme, 0, scheme.length()) && end < text.length()
					&& Ascii.isBlank(text.charAt(end))) {
				return end;
			}
		}
		return -1;
	}

	private static int skipBlanks(String text, int index) {
		int start = index;
		while (start < text.length() && start - index < 4 && Ascii.isBlank(text.charAt(start))) {
			start++;
		}
		return start;
	}

	private static boolean looksLikeCredentials(String text, int start, int end) {
		if (end - start < MIN_CREDENTIALS) {
			return false;
		}
		if (end - start >= MIN_WITHOUT_DIGIT) {
			return true;
		}
		// A padding ends a token, and a word has neither a digit nor two cases mixed.
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
