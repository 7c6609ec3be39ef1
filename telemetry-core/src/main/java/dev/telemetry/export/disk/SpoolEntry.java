package dev.telemetry.export.disk;

/**
 * A batch that waits on the disk. Only for the exporting thread.
 */
public final class SpoolEntry {

	private final SpoolSegment segment;

	private final long offset;

	private final int length;

	private final int spans;

	private boolean waiting = true;

	private int failures;

	SpoolEntry(SpoolSegment segment, long offset, int length, int spans) {
		this.segment = segment;
		this.offset = offset;
		this.length = length;
		this.spans = spans;
	}

	SpoolSegment segment() {
		return this.segment;
	}

	long offset() {
		return this.offset;
	}

	int length() {
		return this.length;
	}

	/**
	 * How many spans are in the batch.
	 * @return the number of spans
	 */
	public int spans() {
		return this.spans;
	}

	/**
	 * Whether it is still to be sent: not if it was, or had to make room.
	 * @return whether it is
	 */
	public boolean isWaiting() {
		return this.waiting;
	}

	void gone() {
		this.waiting = false;
	}

	/**
	 * Counts an attempt that failed although the backend was well.
	 * @return how many there were
	 */
	public int failed() {
		this.failures++;
		return this.failures;
	}

}
