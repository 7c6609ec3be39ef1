package dev.telemetry.privacy;

/**
 * Detects phone numbers of E.164: a plus sign and 8 to 15 digits, with the separators
 * that people write between them. Off by default.
 */
final class PhoneDetector implements Detector {

	private static final int MIN_DIGITS = 8;

	private static final int MAX_DIGITS = 15;

	private static final int MAX_LENGTH = 32;

	@Override
	public String triggers() {
		return "+";
	}

	@Override
	public long find(String text, int at, int from) {
		if (!Ascii.isWordStart(text, at) || at + 1 >= text.length() || !Ascii.isDigit(text.charAt(at + 1))) {
			return NONE;
		}
		int limit = Math.min(text.length(), at + MAX_LENGTH);
		int digits = 0;
		int end = at;
		for (int i = at + 1; i < limit; i++) {
			char character = text.charAt(i);
			if (Ascii.isDigit(character)) {
				digits++;
				end = i + 1;
			}
			else if (!isSeparator(character)) {
				break;
			}
		}
		return (digits >= MIN_DIGITS && digits <= MAX_DIGITS && Ascii.isWordEnd(text, end)) ? Detector.found(at, end)
				: NONE;
	}

	private static boolean isSeparator(char character) {
		return Ascii.isBlank(character) || character == '-' || character == '.' || character == '/' || character == '('
				|| character == ')';
	}

}
