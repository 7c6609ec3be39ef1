package dev.telemetry.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A list that only grows, on which other threads wait for what is still to come.
 *
 * @param <T> type of the items
 */
final class Arrivals<T> {

	static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	// Guarded by lock.
	private final List<T> items = new ArrayList<>();

	void add(Collection<? extends T> arrived) {
		this.lock.lock();
		try {
			this.items.addAll(arrived);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void clear() {
		this.lock.lock();
		try {
			this.items.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	List<T> snapshot() {
		this.lock.lock();
		try {
			return List.copyOf(this.items);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until there are at least so many items.
	 * @return a snapshot, or {@code null} when the time is up
	 */
	@Nullable List<T> await(int count, Duration timeout) {
		return waitFor((arrived) -> (arrived.size() >= count) ? List.copyOf(arrived) : null, timeout);
	}

	/**
	 * Waits for the first item that matches.
	 * @return the item, or {@code null} when the time is up
	 */
	@Nullable T awaitFirst(Predicate<? super T> wanted, Duration timeout) {
		return waitFor((arrived) -> first(arrived, wanted), timeout);
	}

	private <R> @Nullable R waitFor(Probe<T, R> probe, Duration timeout) {
		long remaining = timeout.toNanos();
		this.lock.lock();
		try {
			R found = probe.find(Collections.unmodifiableList(this.items));
			while (found == null && remaining > 0) {
				remaining = this.changed.awaitNanos(remaining);
				found = probe.find(Collections.unmodifiableList(this.items));
			}
			return found;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static <T> @Nullable T first(List<T> items, Predicate<? super T> wanted) {
		for (T item : items) {
			if (wanted.test(item)) {
				return item;
			}
		}
		return null;
	}

	/**
	 * Looks for something in the items of now.
	 *
	 * @param <T> type of the items
	 * @param <R> type of what is looked for
	 */
	private interface Probe<T, R> {

		@Nullable R find(List<T> items);

	}

}
