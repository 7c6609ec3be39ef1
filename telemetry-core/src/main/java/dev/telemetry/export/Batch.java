package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records that are sent together, with the permits that they hold. A batch is accounted
 * for exactly once, by the caller for which {@link #settle()} returns {@code true}.
 * Thread safe, except for the number of failures.
 *
 * @param <D> a record as it is exported
 */
final class Batch<D> {

	private final List<D> records;

	private final long bytes;

	private final AtomicBoolean settled = new AtomicBoolean();

	// Used only by the exporting thread.
	private int failures;

	/**
	 * Creates a batch.
	 * @param bytes how many bytes the permits are for
	 */
	Batch(List<D> records, long bytes) {
		this.records = records;
		this.bytes = bytes;
	}

	/**
	 * Creates a batch of records that are accounted for elsewhere.
	 */
	static <D> Batch<D> withoutPermits(List<D> records) {
		Batch<D> batch = new Batch<>(records, 0);
		batch.settle();
		return batch;
	}

	List<D> records() {
		return this.records;
	}

	int size() {
		return this.records.size();
	}

	long bytes() {
		return this.bytes;
	}

	boolean isEmpty() {
		return this.records.isEmpty();
	}

	/**
	 * Settles the batch.
	 * @return whether this call settled it, so that the caller has to account for it
	 */
	boolean settle() {
		return this.settled.compareAndSet(false, true);
	}

	boolean isSettled() {
		return this.settled.get();
	}

	/**
	 * Counts an attempt that failed although the backend was healthy.
	 * @return the number of such attempts
	 */
	int failed() {
		this.failures++;
		return this.failures;
	}

}
