package dev.telemetry.report;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the report of a job that is over wait for lines of worker processes: a worker
 * prints that its span has ended after it has answered, so that the job may be over by
 * then. Thread safe.
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
	 * Creates what lets reports wait.
	 * @param grace how long one waits
	 * @param max how many may wait at once
	 */
	LateLines(Duration grace, int max) {
		this.graceMillis = grace.toMillis();
		this.max = max;
	}

	/**
	 * Finishes a report after a while; at once where too many wait, or the application
	 * ends.
	 * @param finish finishes it, and is run once
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
			// It is over, or there is no thread to be had.
			waiting.run();
		}
		if (this.closing) {
			waiting.run();
		}
	}

	/**
	 * Finishes all that wait, and lets none wait from now on.
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
