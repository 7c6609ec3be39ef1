package dev.telemetry.privacy;

/**
 * Detects the text before the last {@code @} of the authority of a URL. Passwords with
 * characters that should be encoded, but are not, are detected as well.
 */
final class UserInfoDetector implements Detector {

	private static final String MARK = "://";

	private static final String ENCODED_MARK = "%3A%2F%2F";

	private static final String ORACLE = ":oracle:";

	private static final int MAX_USER_INFO = 2048;

	@Override
	public String triggers() {
		return ":%";
	}

	@Override
	public long find(String text, int at, int from) {
		if (text.charAt(at) == '%') {
			return encoded(text, at);
		}
		if (text.startsWith(ORACLE, at)) {
			return oracle(text, at + ORACLE.length());
		}
		if (!text.startsWith(MARK, at)) {
			return NONE;
		}
		int start = at + MARK.length();
		int limit = Math.min(text.length(), start + MAX_USER_INFO);
		int last = -1;
		int colon = -1;
		for (int i = start; i < limit; i++) {
			char character = text.charAt(i);
			if (Ascii.isSpace(character) || character == '"' || character == '<' || text.startsWith(MARK, i)
					|| (character == '[' && i == start)) {
				break;
			}
			if (character == '@') {
				last = i;
			}
			else if (character == ':' && colon < 0) {
				colon = i;
			}
			else if (endsAuthority(character) && (last >= 0 || colon < 0 || isPort(text, colon + 1, i))) {
				break;
			}
		}
		return (last <= start || Replacement.endAt(text, start) == last) ? NONE : Detector.found(start, last);
	}

	// A URL that is a parameter of another.
	private static long encoded(String text, int at) {
		if (!text.regionMatches(true, at, ENCODED_MARK, 0, ENCODED_MARK.length())) {
			return NONE;
		}
		int start = at + ENCODED_MARK.length();
		int limit = Math.min(text.length(), start + MAX_USER_INFO);
		for (int i = start; i < limit; i++) {
			char character = text.charAt(i);
			if (Ascii.isSpace(character) || character == '&' || text.regionMatches(true, i, "%2F", 0, 3)) {
				return NONE;
			}
			if (text.startsWith("%40", i)) {
				return (i > start && Replacement.endAt(text, start) != i) ? Detector.found(start, i) : NONE;
			}
		}
		return NONE;
	}

	// As in "jdbc:oracle:thin:scott/tiger@host:1521:XE".
	private static long oracle(String text, int driver) {
		int limit = Math.min(text.length(), driver + MAX_USER_INFO);
		int start = -1;
		for (int i = driver; i < limit && !Ascii.isSpace(text.charAt(i)) && !text.startsWith(ORACLE, i); i++) {
			char character = text.charAt(i);
			if (character == ':' && start < 0) {
				start = i + 1;
			}
			else if (character == '@' && start >= 0) {
				return (i > start && Replacement.endAt(text, start) != i) ? Detector.found(start, i) : NONE;
			}
		}
		return NONE;
	}

	private static boolean endsAuthority(char character) {
		return character == '/' || character == '?' || character == '#';
	}

	private static boolean isPort(String text, int start, int end) {
		return end - start <= 5 && Ascii.digitsEnd(text, start, end) == end;
	}

}
