package dev.telemetry.worker;

import org.jspecify.annotations.Nullable;

/**
 * A line that waits in the queue. Immutable.
 */
final class QueuedLine {

	private static final int OVERHEAD = 96;

	private final @Nullable LineTarget worker;

	private final byte[] bytes;

	private final boolean telemetry;

	private final boolean ends;

	QueuedLine(@Nullable LineTarget worker, byte[] bytes, boolean telemetry, boolean ends) {
		this.worker = worker;
		this.bytes = bytes;
		this.telemetry = telemetry;
		this.ends = ends;
	}

	static QueuedLine ofNobody() {
		return new QueuedLine(null, new byte[0], false, true);
	}

	void process() {
		if (this.worker != null) {
			this.worker.process(this.bytes, this.telemetry, this.ends);
		}
	}

	boolean isTelemetry() {
		return this.telemetry;
	}

	/**
	 * Returns how much memory the line takes, in bytes.
	 */
	int footprint() {
		return OVERHEAD + this.bytes.length;
	}

}
