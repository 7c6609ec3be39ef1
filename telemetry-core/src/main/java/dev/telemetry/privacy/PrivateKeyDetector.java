package dev.telemetry.privacy;

/**
 * Detects private keys in PEM, up to their end line, or to the end of the text if there
 * is none.
 */
final class PrivateKeyDetector implements Detector {

	private static final String BEGIN = "-----BEGIN ";

	private static final String LABEL = "PRIVATE KEY";

	private static final String END = "-----END ";

	private static final String DASHES = "-----";

	private static final int MAX_LABEL = 64;

	@Override
	public String triggers() {
		return "-";
	}

	@Override
	public long find(String text, int at, int from) {
		if (!text.startsWith(BEGIN, at)) {
			return NONE;
		}
		int labelStart = at + BEGIN.length();
		int labelEnd = text.indexOf(DASHES, labelStart);
		if (labelEnd < 0 || labelEnd - labelStart > MAX_LABEL) {
			labelEnd = Math.min(text.length(), labelStart + MAX_LABEL);
		}
		if (!contains(text, labelStart, labelEnd)) {
			return NONE;
		}
		return Detector.found(at, end(text, labelEnd));
	}

	private static boolean contains(String text, int start, int end) {
		for (int i = start; i <= end - LABEL.length(); i++) {
			if (text.startsWith(LABEL, i)) {
				return true;
			}
		}
		return false;
	}

	private static int end(String text, int from) {
		int endLine = text.indexOf(END, from);
		if (endLine < 0) {
			return text.length();
		}
		int dashes = text.indexOf(DASHES, endLine + END.length());
		return (dashes < 0) ? text.length() : dashes + DASHES.length();
	}

}
