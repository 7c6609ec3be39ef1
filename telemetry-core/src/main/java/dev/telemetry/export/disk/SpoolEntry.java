package dev.telemetry.export.disk;

/**
 * A batch that waits on the disk. Only for the exporting thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpoolEntry {

	private final SpoolSegment segment;

	private final SpoolFrame frame;

	private boolean waiting = true;

	private int failures;

	private int unreadable;

	SpoolEntry(SpoolSegment segment, SpoolFrame frame) {
		this.segment = segment;
		this.frame = frame;
	}

	SpoolSegment segment() {
		return this.segment;
	}

	SpoolFrame frame() {
		return this.frame;
	}

	/**
	 * How many spans are in the batch.
	 * @return the number of spans
	 */
	public int spans() {
		return this.frame.spans();
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

	/**
	 * Counts an attempt to read it that failed for want of memory or the like.
	 * @return how many there were
	 */
	int unreadable() {
		this.unreadable++;
		return this.unreadable;
	}

}
