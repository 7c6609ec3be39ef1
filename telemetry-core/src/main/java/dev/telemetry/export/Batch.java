package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records that are sent together, with the permits they hold. Accounted for exactly once:
 * by who wins {@link #settle()}. Thread safe, but for its failures.
 *
 * @param <D> a record as it is exported
 */
final class Batch<D> {

	private final List<D> records;

	private final long bytes;

	private final AtomicBoolean settled = new AtomicBoolean();

	// Of the exporting thread alone.
	private int failures;

	/**
	 * Creates a batch.
	 * @param bytes how many bytes its permits are for
	 */
	Batch(List<D> records, long bytes) {
		this.records = records;
		this.bytes = bytes;
	}

	/**
	 * Makes a batch of records that are accounted for elsewhere.
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
	 * Asks whether the batch has still to be accounted for, and takes that on.
	 */
	boolean settle() {
		return this.settled.compareAndSet(false, true);
	}

	boolean isSettled() {
		return this.settled.get();
	}

	/**
	 * Counts an attempt that failed although the backend was well.
	 * @return how many there were
	 */
	int failed() {
		this.failures++;
		return this.failures;
	}

}
