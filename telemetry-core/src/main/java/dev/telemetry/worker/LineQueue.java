package dev.telemetry.worker;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Queue of the lines of all workers, bounded by the memory that they take. Text takes at
 * most half of it, so that one worker that prints much does not displace the telemetry of
 * others. Adding a line never waits. Thread safe.
 */
final class LineQueue {

	private static final QueuedLine WAKE = QueuedLine.ofNobody();

	private final LinkedBlockingQueue<QueuedLine> lines = new LinkedBlockingQueue<>();

	private final AtomicLong bytes = new AtomicLong();

	private final long maxBytes;

	LineQueue(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds a line.
	 * @return whether there was room for the line
	 */
	boolean offer(QueuedLine line) {
		int footprint = line.footprint();
		if (this.bytes.addAndGet(footprint) > ((line.isTelemetry()) ? this.maxBytes : this.maxBytes / 2)) {
			this.bytes.addAndGet(-footprint);
			return false;
		}
		this.lines.add(line);
		return true;
	}

	/**
	 * Takes the oldest line.
	 * @return the line, or {@code null} if none came in time
	 */
	@Nullable QueuedLine poll(long millis) throws InterruptedException {
		QueuedLine line = this.lines.poll(millis, TimeUnit.MILLISECONDS);
		if (line != null) {
			this.bytes.addAndGet(-line.footprint());
		}
		return line;
	}

	/**
	 * Wakes the thread that polls.
	 */
	void wake() {
		this.bytes.addAndGet(WAKE.footprint());
		this.lines.add(WAKE);
	}

	boolean isEmpty() {
		return this.lines.isEmpty();
	}

	long bytes() {
		return this.bytes.get();
	}

	long maxBytes() {
		return this.maxBytes;
	}

}
