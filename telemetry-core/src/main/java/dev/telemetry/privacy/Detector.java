package dev.telemetry.privacy;

/**
 * Detects one kind of secret at a position where it may begin. A detector reads a bounded
 * number of characters, or only characters that are part of a hit, so that a scan is
 * linear in the length of the text. Stateless and thread safe; allocates nothing.
 */
interface Detector {

	long NONE = -1;

	/**
	 * Returns the ASCII characters at which this detector is called. A letter or digit
	 * triggers a call only at the beginning of a word.
	 */
	String triggers();

	/**
	 * Looks for a secret.
	 * @param text the text
	 * @param at index of the trigger
	 * @param from index before which the text has been processed already
	 * @return a {@link #found(int, int) range}, or {@link #NONE}
	 */
	long find(String text, int at, int from);

	/**
	 * Returns a range of a text as one number.
	 * @param start index of the first character
	 * @param end index behind the last character
	 * @return both indexes in one number
	 */
	static long found(int start, int end) {
		return ((long) start << 32) | end;
	}

	static int start(long range) {
		return (int) (range >>> 32);
	}

	static int end(long range) {
		return (int) range;
	}

}
