package dev.telemetry.logs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Base class of placements. One thread at a time places appenders, and none is placed
 * after the end. A thread that comes from within the logging system does not wait for
 * long, because it may hold locks that the placing thread needs. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public abstract class LockedPlacement implements LogPlacement {

	private static final long LONGEST_WAIT_MILLIS = 100;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private boolean removed;

	// Guarded by lock: how often the appender was missing since the last report.
	private int missing;

	private volatile @Nullable String foreignAppender;

	/**
	 * Creates a placement that has placed nothing.
	 */
	protected LockedPlacement() {
	}

	/**
	 * Adds the appender wherever it is missing, and listens for events of the logging
	 * system. Called with the lock held.
	 * @param disturbed to be called, on any thread, when the appender was removed or may
	 * be soon
	 * @return whether the appender was missing
	 */
	protected abstract boolean placeAll(Runnable disturbed);

	/**
	 * Removes all appenders and listeners. Called once, with the lock held.
	 */
	protected abstract void takeAllOff();

	@Override
	public final int place(Runnable disturbed) {
		this.lock.lock();
		try {
			placeUnlessRemoved(disturbed);
			int told = this.missing;
			this.missing = 0;
			return told;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Places the appender from within a call of the logging system, and once more a
	 * little later on another thread, because the logging system has often not completed
	 * its change yet.
	 * @param disturbed triggers the later placement
	 */
	protected final void placeAtOnce(Runnable disturbed) {
		if (tryLock()) {
			try {
				placeUnlessRemoved(disturbed);
			}
			catch (Throwable ex) {
				// The other thread gets the same exception, and reports it.
			}
			finally {
				this.lock.unlock();
			}
		}
		disturbed.run();
	}

	private void placeUnlessRemoved(Runnable disturbed) {
		if (!this.removed && placeAll(disturbed)) {
			this.missing++;
		}
	}

	private boolean tryLock() {
		try {
			return this.lock.tryLock(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return this.lock.tryLock();
		}
	}

	@Override
	public final void remove() {
		this.lock.lock();
		try {
			if (!this.removed) {
				this.removed = true;
				takeAllOff();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes the appender that exports the same records. Called with the lock held.
	 * @param className class of the appender, or {@code null} if there is none
	 */
	protected final void noteForeignAppender(@Nullable String className) {
		this.foreignAppender = className;
	}

	@Override
	public final @Nullable String foreignAppender() {
		return this.foreignAppender;
	}

}
