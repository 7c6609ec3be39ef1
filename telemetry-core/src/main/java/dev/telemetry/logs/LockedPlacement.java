package dev.telemetry.logs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Base class of placements: one thread at a time places, nothing is placed after the end,
 * and a thread that comes from within the logging system does not wait for long, because
 * it may hold locks that the other one needs. Thread safe.
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

	// Guarded by lock: how often it was missing, and was not told yet.
	private int missing;

	private volatile @Nullable String foreignAppender;

	/**
	 * Creates a placement that has placed nothing.
	 */
	protected LockedPlacement() {
	}

	/**
	 * Puts the appender where it is missing, and listens to what the logging system
	 * tells. Called with the lock.
	 * @param disturbed is to be called on any thread when the appender has been taken
	 * off, or may be soon
	 * @return whether it was missing
	 */
	protected abstract boolean placeAll(Runnable disturbed);

	/**
	 * Takes everything off, and listens no more. Called once, with the lock.
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
	 * Places from within a call of the logging system, and once more a little later on
	 * another thread: the logging system is often not done with its change yet.
	 * @param disturbed leads to that
	 */
	protected final void placeAtOnce(Runnable disturbed) {
		if (tryLock()) {
			try {
				placeUnlessRemoved(disturbed);
			}
			catch (Throwable ex) {
				// The other thread meets it too, and reports it.
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
	 * Notes which appender exports the same records. Called with the lock.
	 * @param className its class, or {@code null} if there is none
	 */
	protected final void noteForeignAppender(@Nullable String className) {
		this.foreignAppender = className;
	}

	@Override
	public final @Nullable String foreignAppender() {
		return this.foreignAppender;
	}

}
