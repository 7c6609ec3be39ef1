package dev.telemetry.logs;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the appender where it belongs as long as the application runs, whatever is done
 * to the logging system: whoever takes it off has it put back. Looks four times a second,
 * and at once when it is told. Its thread does not keep the JVM alive. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogAttachment implements AutoCloseable {

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	// What takes it off is often not done with that yet.
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
	 * @param placement puts the appender
	 * @param capture gets the records
	 * @param stepsBack whether the records are left to an appender of OpenTelemetry that
	 * the application has
	 */
	public LogAttachment(LogPlacement placement, LogCapture capture, boolean stepsBack) {
		this.placement = placement;
		this.capture = capture;
		this.stepsBack = stepsBack;
	}

	/**
	 * Attaches the appender, unless another application in this JVM has done so: then
	 * when that one ends.
	 */
	public void attach() {
		LogOwners.acquire(this, this::start);
	}

	// Placing takes locks of the logging system: not while this one holds its own.
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
			Thread keeper = new Thread(null, this::keep, "telemetry-logs", 0, false);
			keeper.setDaemon(true);
			keeper.setContextClassLoader(LogAttachment.class.getClassLoader());
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

	// Who wakes up for nothing looks once more, which costs nothing.
	private boolean await(long nanos) {
		if (!this.closed && !this.disturbed.get()) {
			LockSupport.parkNanos(this, nanos);
			// It ends when it is closed, and would not park while it is interrupted.
			Thread.interrupted();
		}
		return !this.closed;
	}

	private void placeOnce() {
		try {
			int missing = this.placement.place(this::disturbed);
			if (missing > 0) {
				// The first time it was put there, and not back.
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

	// Called within the logging system, with whatever locks that holds: takes none.
	private void disturbed() {
		this.disturbed.set(true);
		wake(this.thread);
	}

	private static void wake(@Nullable Thread keeper) {
		if (keeper != null) {
			LockSupport.unpark(keeper);
		}
	}

	/**
	 * Takes the appender off, and lets the next application have the records.
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
			wake(this.thread);
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
	 * The logging system.
	 * @return its name
	 */
	public String system() {
		return this.placement.system();
	}

	/**
	 * Since when the appender is attached.
	 * @return when it was put there last, or {@code null} if it is not
	 */
	public @Nullable Instant since() {
		return this.since;
	}

	/**
	 * How often it was put back.
	 * @return the number
	 */
	public long putBack() {
		return this.putBack.sum();
	}

	/**
	 * Whether another application in this JVM has the records.
	 * @return whether this one waits for its end
	 */
	public boolean isWaiting() {
		return !LogOwners.isOwner(this);
	}

	/**
	 * The appender of OpenTelemetry that has the records.
	 * @return its class name, or {@code null}
	 */
	public @Nullable String foreignAppender() {
		return this.foreignAppender;
	}

}
