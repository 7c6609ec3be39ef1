package dev.telemetry.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the output of a worker as fast as possible, and only decides whether a line is
 * queued. A worker that prints too fast loses lines and is never slowed down. To be used
 * only by the reading thread.
 */
final class LineIntake implements LineReader.Pieces {

	private final LineTarget worker;

	private final LineQueue queue;

	private final PoolCounts counts;

	private final int maxLineLength;

	private final LineRate rate;

	private final AtomicLong waiting = new AtomicLong();

	// Whether the rest of the current line is skipped, because the line was rejected.
	private boolean skips;

	LineIntake(LineTarget worker, LineQueue queue, PoolCounts counts, WorkerSettings settings) {
		this.worker = worker;
		this.queue = queue;
		this.counts = counts;
		this.maxLineLength = settings.maxLineLength();
		this.rate = new LineRate(settings.maxLinesPerSecond(), System::nanoTime);
	}

	void readAll(InputStream stream) throws IOException {
		new LineReader(stream, this.maxLineLength).readAll(this);
	}

	@Override
	public void accept(byte[] bytes, boolean begins, boolean ends) {
		if (!begins && this.skips) {
			return;
		}
		this.skips = false;
		this.counts.read();
		boolean telemetry = begins && WorkerLine.isTelemetry(bytes);
		if (telemetry && !ends && bytes.length > this.maxLineLength - LineReader.LONGEST_CHARACTER) {
			this.skips = true;
			this.counts.add(LineFate.TOO_LONG);
		}
		else if (telemetry && !this.rate.tryTake()) {
			this.counts.add(LineFate.RATE);
		}
		else {
			queue(new QueuedLine(this.worker, bytes, telemetry, ends));
		}
	}

	private void queue(QueuedLine line) {
		this.waiting.incrementAndGet();
		if (!this.queue.offer(line)) {
			this.waiting.decrementAndGet();
			this.counts.add(LineFate.QUEUE_FULL);
		}
	}

	/**
	 * Notes that a line was processed. Called by another thread.
	 */
	void done() {
		this.waiting.decrementAndGet();
	}

	/**
	 * Returns whether lines wait in the queue.
	 */
	boolean isWaiting() {
		return this.waiting.get() > 0;
	}

}
