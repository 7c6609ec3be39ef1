package dev.telemetry.privacy;

/**
 * Recognizes one kind of secret at a place where it may begin. Looks a bounded number of
 * characters around, or only at characters that a hit covers, so that a scan is linear in
 * the length of the text. Stateless and thread safe; allocates nothing.
 */
interface Detector {

	long NONE = -1;

	/**
	 * The ASCII characters that make a look worthwhile. A letter or digit counts only at
	 * the beginning of a word.
	 */
	String triggers();

	/**
	 * Looks for a secret.
	 * @param text the text
	 * @param at index of the trigger
	 * @param from index before which the text has been dealt with already
	 * @return a {@link #found(int, int) range}, or {@link #NONE}
	 */
	long find(String text, int at, int from);

	/**
	 * A range of a text.
	 * @param start index of its first character
	 * @param end index behind its last character
	 * @return both in one number
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
