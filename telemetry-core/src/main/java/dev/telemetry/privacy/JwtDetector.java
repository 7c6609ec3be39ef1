package dev.telemetry.privacy;

/**
 * Detects JSON Web Tokens: a header that begins with an encoded brace, then one to four
 * more parts. A token that is cut off by the end of the text counts as well.
 */
final class JwtDetector implements Detector {

	private static final String BRACE = "eyJ";

	private static final int MAX_PARTS = 5;

	private static final int MIN_PART = 8;

	// How many characters may be joined to a token by hyphens and underscores. Bounds how
	// often one run of characters is read.
	private static final int MAX_GLUED = 32;

	@Override
	public String triggers() {
		return "e";
	}

	@Override
	public long find(String text, int at, int from) {
		if (!text.startsWith(BRACE, at) || isWithinRun(text, at)) {
			return NONE;
		}
		int end = Ascii.urlSafeEnd(text, at);
		if (end - at < MIN_PART) {
			return NONE;
		}
		int parts = 1;
		while (parts < MAX_PARTS && end < text.length() && text.charAt(end) == '.') {
			end = Ascii.urlSafeEnd(text, end + 1);
			parts++;
		}
		return (parts >= 2 || end == text.length()) ? Detector.found(at, end) : NONE;
	}

	private static boolean isWithinRun(String text, int at) {
		int start = at;
		while (start > 0 && Ascii.isUrlSafe(text.charAt(start - 1))) {
			start--;
			if (at - start > MAX_GLUED) {
				return true;
			}
		}
		return false;
	}

}
