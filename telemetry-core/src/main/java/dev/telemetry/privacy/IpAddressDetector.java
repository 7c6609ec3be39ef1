package dev.telemetry.privacy;

/**
 * Detects IP addresses: four decimal octets, or groups of hexadecimal digits between
 * colons. Off by default.
 */
final class IpAddressDetector implements Detector {

	private static final int MAX_LENGTH = 45;

	@Override
	public String triggers() {
		return "0123456789abcdefABCDEF:";
	}

	@Override
	public long find(String text, int at, int from) {
		if (text.charAt(at) == ':') {
			return (at > from && Ascii.isAlphanumeric(text.charAt(at - 1))) ? NONE : six(text, at);
		}
		if (at > 0 && (text.charAt(at - 1) == '.' || text.charAt(at - 1) == ':')) {
			return NONE;
		}
		long four = four(text, at);
		return (four != NONE) ? four : six(text, at);
	}

	private static long four(String text, int at) {
		int index = at;
		for (int octet = 0; octet < 4; octet++) {
			int end = Ascii.digitsEnd(text, index, index + 4);
			if (end == index || end - index > 3 || number(text, index, end) > 255) {
				return NONE;
			}
			if (octet < 3 && (end >= text.length() || text.charAt(end) != '.')) {
				return NONE;
			}
			index = (octet < 3) ? end + 1 : end;
		}
		boolean goesOn = index + 1 < text.length() && text.charAt(index) == '.'
				&& Ascii.isDigit(text.charAt(index + 1));
		return (Ascii.isWordEnd(text, index) && !goesOn) ? Detector.found(at, index) : NONE;
	}

	private static int number(String text, int start, int end) {
		int number = 0;
		for (int i = start; i < end; i++) {
			number = number * 10 + text.charAt(i) - '0';
		}
		return number;
	}

	// At least two colons and at most eight groups, so that times of day are not taken
	// for addresses.
	private static long six(String text, int at) {
		int end = at;
		int limit = Math.min(text.length(), at + MAX_LENGTH);
		int colons = 0;
		int digits = 0;
		int group = 0;
		boolean gap = false;
		while (end < limit && (Ascii.isHex(text.charAt(end)) || text.charAt(end) == ':')) {
			boolean colon = text.charAt(end) == ':';
			gap |= colon && end > at && text.charAt(end - 1) == ':';
			colons += (colon) ? 1 : 0;
			digits += (colon) ? 0 : 1;
			group = (colon) ? 0 : group + 1;
			if (group > 4) {
				return NONE;
			}
			end++;
		}
		boolean complete = (gap) ? colons >= 2 && colons <= 8 : colons == 7;
		return (complete && digits > 0 && Ascii.isWordEnd(text, end)) ? Detector.found(at, end) : NONE;
	}

}
