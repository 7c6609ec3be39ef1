package dev.telemetry.worker;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Lines of all workers that wait to be looked at, bounded by the memory that they take.
 * Text takes half of it at most, so that one worker that prints much does not cost the
 * others their telemetry. Whoever adds one never waits. Thread safe.
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
	 * @return whether there was room for it
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
	 * Makes who polls look around.
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
