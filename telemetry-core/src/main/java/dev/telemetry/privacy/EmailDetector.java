package dev.telemetry.privacy;

/**
 * Detects e-mail addresses whose top-level domain consists of letters.
 */
final class EmailDetector implements Detector {

	private static final String ENCODED_AT = "%40";

	private static final String ENCODED_LABEL = "xn--";

	private static final int MAX_LOCAL = 64;

	private static final int MAX_DOMAIN = 255;

	@Override
	public String triggers() {
		return "@%";
	}

	@Override
	public long find(String text, int at, int from) {
		boolean encoded = text.charAt(at) == '%';
		if (encoded && !text.startsWith(ENCODED_AT, at)) {
			return NONE;
		}
		int start = at;
		int limit = Math.max(from, at - MAX_LOCAL);
		while (start > limit && isLocal(text.charAt(start - 1))) {
			start--;
		}
		while (start < at && text.charAt(start) == '.') {
			start++;
		}
		int end = (start < at) ? domainEnd(text, at + ((encoded) ? ENCODED_AT.length() : 1)) : -1;
		return (end > 0) ? Detector.found(start, end) : NONE;
	}

	private static boolean isLocal(char character) {
		return Ascii.isUrlSafe(character) || character == '.' || character == '+' || character == '%'
				|| character == '\'' || (character >= 128 && Character.isLetterOrDigit(character));
	}

	// Returns the index behind the last label that can be a top-level domain, or -1.
	private static int domainEnd(String text, int start) {
		int limit = Math.min(text.length(), start + MAX_DOMAIN);
		int end = -1;
		int label = start;
		boolean letters = true;
		for (int i = start; i <= limit; i++) {
			char character = (i < limit) ? text.charAt(i) : ' ';
			if (isDomain(character)) {
				letters &= !Ascii.isDigit(character) && character != '-';
				continue;
			}
			if (i == label) {
				break;
			}
			if (label > start && i - label >= 2 && (letters || isEncoded(text, label))) {
				end = i;
			}
			if (character != '.') {
				break;
			}
			label = i + 1;
			letters = true;
		}
		return end;
	}

	// Returns whether a label contains encoded letters that are not ASCII (RFC 5890).
	private static boolean isEncoded(String text, int label) {
		return text.regionMatches(true, label, ENCODED_LABEL, 0, ENCODED_LABEL.length());
	}

	private static boolean isDomain(char character) {
		return Ascii.isAlphanumeric(character) || character == '-'
				|| (character >= 128 && Character.isLetterOrDigit(character));
	}

}
