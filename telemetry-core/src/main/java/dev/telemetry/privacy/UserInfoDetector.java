package dev.telemetry.privacy;

/**
 * What stands before the last {@code @} of the authority of a URL. Passwords with
 * characters that had to be encoded, but are not, are found as well.
 */
final class UserInfoDetector implements Detector {

	private static final String MARK = "://";

	private static final int MAX_USER_INFO = 2048;

	@Override
	public String triggers() {
		return ":";
	}

	@Override
	public long find(String text, int at, int from) {
		if (!text.startsWith(MARK, at)) {
			return NONE;
		}
		int start = at + MARK.length();
		int limit = Math.min(text.length(), start + MAX_USER_INFO);
		int last = -1;
		int colon = -1;
		for (int i = start; i < limit; i++) {
			char character = text.charAt(i);
			if (Ascii.isSpace(character) || character == '"' || character == '<' || text.startsWith(MARK, i)) {
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

	private static boolean endsAuthority(char character) {
		return character == '/' || character == '?' || character == '#';
	}

	private static boolean isPort(String text, int start, int end) {
		return end - start <= 5 && Ascii.digitsEnd(text, start, end) == end;
	}

}
