package dev.telemetry.report;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the report of an ended job wait for lines of worker processes. A worker prints the
 * end of its span after it has answered, so that the job may be over by then. Thread
 * safe.
 */
final class LateLines {

	/** How long a report waits. */
	static final Duration GRACE = Duration.ofMillis(500);

	private final ScheduledThreadPoolExecutor thread = ReportThread.createScheduled("telemetry-late-reports");

	private final Set<Held> held = ConcurrentHashMap.newKeySet();

	private final long graceMillis;

	private final int max;

	private volatile boolean closing;

	/**
	 * Creates an instance.
	 * @param grace how long a report waits
	 * @param max how many reports may wait at once
	 */
	LateLines(Duration grace, int max) {
		this.graceMillis = grace.toMillis();
		this.max = max;
	}

	/**
	 * Finishes a report after a while, or at once if too many wait or the application
	 * ends.
	 * @param finish finishes the report; run once
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void hold(Runnable finish) {
		Held waiting = new Held(finish);
		if (this.held.size() >= this.max) {
			waiting.run();
			return;
		}
		this.held.add(waiting);
		try {
			this.thread.schedule(waiting, this.graceMillis, TimeUnit.MILLISECONDS);
		}
		catch (Throwable ex) {
			// The executor has ended, or no thread could be started.
			waiting.run();
		}
		if (this.closing) {
			waiting.run();
		}
	}

	/**
	 * Finishes all waiting reports. From now on, none waits.
	 */
	void release() {
		this.closing = true;
		this.held.forEach(Held::run);
	}

	/**
	 * Lets reports wait again.
	 */
	void resume() {
		this.closing = false;
	}

	void close() {
		release();
		this.thread.shutdownNow();
	}

	/**
	 * A report that waits.
	 */
	private final class Held implements Runnable {

		private final AtomicBoolean over = new AtomicBoolean();

		private final Runnable finish;

		Held(Runnable finish) {
			this.finish = finish;
		}

		@Override
		public void run() {
			if (this.over.compareAndSet(false, true)) {
				LateLines.this.held.remove(this);
				this.finish.run();
			}
		}

	}

}
