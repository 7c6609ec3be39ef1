package dev.telemetry.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.InternalFailures;

/**
 * Processes the lines of all workers, one after the other. The thread exists only while
 * there are workers, and does not keep the JVM alive. Thread safe.
 */
final class FoldingThread {

	private static final long IDLE_MILLIS = 1_000;

	private static final long ENDING_MILLIS = 20;

	// How many lines are processed before the thread checks which workers have ended.
	private static final int LINES = 64;

	private static final long UPDATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final LineQueue queue;

	private final InternalFailures failures;

	private final @Nullable ControlFile controlFile;

	private final List<FollowedWorker> workers = new CopyOnWriteArrayList<>();

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private @Nullable Thread thread;

	// Used only by the thread.
	private long updatedNanos = System.nanoTime() - UPDATE_NANOS;

	private volatile boolean stopping;

	private volatile long stopNanos;

	FoldingThread(LineQueue queue, InternalFailures failures, @Nullable ControlFile controlFile) {
		this.queue = queue;
		this.failures = failures;
		this.controlFile = controlFile;
	}

	/**
	 * Adds a worker.
	 * @return {@code false} if the application is ending
	 */
	boolean add(FollowedWorker worker) {
		this.lock.lock();
		try {
			if (this.stopping) {
				return false;
			}
			this.workers.add(worker);
			if (this.thread == null) {
				Thread started = DaemonThread.of("telemetry-workers", this::run);
				started.start();
				this.thread = started;
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	List<FollowedWorker> workers() {
		return List.copyOf(this.workers);
	}

	private void run() {
		while (!isDone()) {
			try {
				step();
			}
			catch (Throwable ex) {
				// The thread serves all workers and must go on; the output for texts may
				// have interrupted it.
				this.failures.report("following workers", ex);
			}
		}
	}

	private void step() throws InterruptedException {
		QueuedLine line = this.queue.poll(isEnding() ? ENDING_MILLIS : IDLE_MILLIS);
		for (int i = 0; line != null && i < LINES; i++) {
			line.process();
			line = (i + 1 < LINES) ? this.queue.poll(0) : null;
		}
		endThoseOver();
	}

	private void endThoseOver() {
		long now = System.nanoTime();
		updateControlFile(now);
		List<FollowedWorker> over = new ArrayList<>();
		for (FollowedWorker worker : this.workers) {
			if (worker.endIfOver(now)) {
				over.add(worker);
			}
		}
		this.workers.removeAll(over);
	}

	private void updateControlFile(long now) {
		ControlFile file = this.controlFile;
		if (file != null && now - this.updatedNanos >= UPDATE_NANOS) {
			this.updatedNanos = now;
			file.update();
		}
	}

	private boolean isEnding() {
		for (FollowedWorker worker : this.workers) {
			if (worker.isEnding()) {
				return true;
			}
		}
		return this.stopping;
	}

	private boolean isDone() {
		if (!this.workers.isEmpty() && !this.stopping) {
			return false;
		}
		this.lock.lock();
		try {
			boolean late = this.stopping && System.nanoTime() - this.stopNanos > 0;
			if ((!this.workers.isEmpty() && !this.stopping) || !(this.queue.isEmpty() || late)) {
				return false;
			}
			this.thread = null;
			this.workers.forEach(FollowedWorker::endAtShutdown);
			this.workers.clear();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes a worker that could not be followed.
	 */
	void remove(FollowedWorker worker) {
		this.workers.remove(worker);
		this.queue.wake();
	}

	/**
	 * Processes the waiting lines, and ends all workers, but not their processes.
	 * @param timeoutMillis the longest time to wait, in milliseconds
	 */
	void stop(long timeoutMillis) {
		Thread running;
		this.lock.lock();
		try {
			this.stopNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) / 4 * 3;
			this.stopping = true;
			running = this.thread;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.wake();
		if (running != null) {
			join(running, timeoutMillis);
		}
	}

	// Waits even if the current thread was interrupted before, for example by its
	// executor that has ended.
	private static void join(Thread running, long timeoutMillis) {
		boolean interrupted = Thread.interrupted();
		try {
			running.join(timeoutMillis);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
