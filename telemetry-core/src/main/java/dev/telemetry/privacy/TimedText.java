package dev.telemetry.privacy;

/**
 * A text whose methods throw when the time is up, which ends a regular expression that
 * would run for hours.
 */
final class TimedText implements CharSequence {

	private static final int READS_PER_LOOK = 1024;

	private final String text;

	private final long deadlineNanos;

	private int reads;

	TimedText(String text, long deadlineNanos) {
		this.text = text;
		this.deadlineNanos = deadlineNanos;
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public char charAt(int index) {
		if (++this.reads % READS_PER_LOOK == 0) {
			check();
		}
		return this.text.charAt(index);
	}

	/**
	 * Ends the search if the time is up.
	 * @throws TimeIsUpException if the time is up
	 */
	void check() {
		if (System.nanoTime() - this.deadlineNanos >= 0) {
			throw new TimeIsUpException();
		}
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.substring(start, end);
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * Thrown to end a search that takes too long.
	 */
	@SuppressWarnings("serial")
	static final class TimeIsUpException extends IllegalStateException {

		TimeIsUpException() {
			super("The detector took too long");
		}

	}

}
