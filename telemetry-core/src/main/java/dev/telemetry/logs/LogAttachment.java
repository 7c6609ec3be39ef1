package dev.telemetry.logs;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.DaemonThread;

/**
 * Keeps the appender in place as long as the application runs: an appender that was
 * removed is added again, whatever removed it. Checks four times a second, and at once
 * when the placement is disturbed. Its thread does not keep the JVM alive. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogAttachment implements AutoCloseable {

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	// The code that removes the appender has often not completed its work yet.
	private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long JOIN_MILLIS = 1_000;

	private final LogPlacement placement;

	private final LogCapture capture;

	private final boolean stepsBack;

	private final LongAdder putBack = new LongAdder();

	private final Lock lock = new ReentrantLock();

	private final AtomicBoolean disturbed = new AtomicBoolean();

	private volatile boolean closed;

	private volatile @Nullable Thread thread;

	private volatile @Nullable Instant since;

	private volatile @Nullable String foreignAppender;

	/**
	 * Creates an attachment that is not attached yet.
	 * @param placement adds the appender
	 * @param capture receives the records
	 * @param stepsBack whether records are left to an appender of OpenTelemetry, if the
	 * application has one
	 */
	public LogAttachment(LogPlacement placement, LogCapture capture, boolean stepsBack) {
		this.placement = placement;
		this.capture = capture;
		this.stepsBack = stepsBack;
	}

	/**
	 * Attaches the appender. If another application in this JVM has done so, attaches it
	 * when that application ends.
	 */
	public void attach() {
		LogOwners.acquire(this, this::start);
	}

	// Placing takes locks of the logging system, and so must not be done with the lock of
	// this object held.
	private void start() {
		Thread keeper = newKeeper();
		if (keeper != null) {
			placeOnce();
			keeper.start();
		}
	}

	private @Nullable Thread newKeeper() {
		this.lock.lock();
		try {
			if (this.closed || this.thread != null) {
				return null;
			}
			Thread keeper = DaemonThread.of("telemetry-logs", this::keep);
			this.thread = keeper;
			return keeper;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void keep() {
		long pause = TICK_NANOS;
		while (await(pause)) {
			if (this.disturbed.getAndSet(false)) {
				pause = FIRST_RETRY_NANOS;
			}
			placeOnce();
			pause = Math.min(2 * pause, TICK_NANOS);
		}
	}

	// A spurious wake-up leads to one more check, which costs little.
	private boolean await(long nanos) {
		if (!this.closed && !this.disturbed.get()) {
			LockSupport.parkNanos(this, nanos);
			// An interrupted thread would not park. The thread ends when the attachment
			// is closed.
			Thread.interrupted();
		}
		return !this.closed;
	}

	private void placeOnce() {
		try {
			int missing = this.placement.place(this::disturbed);
			if (missing > 0) {
				// The first time, the appender was added for the first time, and
				// not again.
				this.putBack.add((this.since != null) ? missing : missing - 1);
				this.since = Instant.now();
			}
			String foreign = (this.stepsBack) ? this.placement.foreignAppender() : null;
			this.foreignAppender = foreign;
			this.capture.suspend(foreign != null);
		}
		catch (Throwable ex) {
			this.capture.report("attaching the log appender", ex);
		}
	}

	// Called from within the logging system, which may hold locks: takes no lock.
	private void disturbed() {
		this.disturbed.set(true);
		LockSupport.unpark(this.thread);
	}

	/**
	 * Removes the appender, and lets the next application capture the records.
	 */
	@Override
	public void close() {
		Thread keeper = end();
		if (keeper != null) {
			join(keeper);
			this.placement.remove();
			this.since = null;
		}
		LogOwners.release(this);
	}

	private @Nullable Thread end() {
		this.lock.lock();
		try {
			this.closed = true;
			LockSupport.unpark(this.thread);
			return this.thread;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void join(Thread keeper) {
		try {
			keeper.join(JOIN_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns the logging system.
	 * @return its name
	 */
	public String system() {
		return this.placement.system();
	}

	/**
	 * Returns since when the appender is attached.
	 * @return when the appender was last added, or {@code null} if it is not attached
	 */
	public @Nullable Instant since() {
		return this.since;
	}

	/**
	 * Returns how often the appender was added again after it was removed.
	 * @return the number
	 */
	public long putBack() {
		return this.putBack.sum();
	}

	/**
	 * Returns whether another application in this JVM captures the records.
	 * @return whether this application waits for the end of the other one
	 */
	public boolean isWaiting() {
		return LogOwners.isWaiting(this);
	}

	/**
	 * Returns the appender of OpenTelemetry that exports the records.
	 * @return the class name of the appender, or {@code null} if there is none
	 */
	public @Nullable String foreignAppender() {
		return this.foreignAppender;
	}

}
