package dev.telemetry.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * Builds batches, bounded in records and in bytes, from queued groups. To be used only by
 * the exporting thread. If a call throws, no record is lost: the next call goes on where
 * it ended.
 *
 * @param <T> a record as it is handed over
 * @param <D> a record as it is exported
 */
final class Batches<T, D> {

	private final RecordQueue<T> queue;

	private final RecordKind<T, D> kind;

	private final int maxRecords;

	private final long maxBytes;

	private final long fullBytes;

	private final Losses lost;

	// Batches that were sent and refused for now, oldest first.
	private final Deque<Batch<D>> again = new ArrayDeque<>();

	private boolean tookLast;

	private List<D> batch = new ArrayList<>();

	private long batchBytes;

	private long batchPermits;

	// The group that is being split, and the index of its next record.
	private List<T> group = List.of();

	private int groupSize;

	private long groupPermits;

	private int taken;

	// The converted form of the record that was taken and is in no batch yet, if
	// there is one.
	private @Nullable D data;

	private long size;

	private long permits;

	private boolean pending;

	/**
	 * Creates batches.
	 * @param queue where groups wait
	 * @param settings how large a batch is
	 * @param fullBytes the size at which a batch of several records is full, in bytes, if
	 * that is less than in the settings
	 * @param lost accounts for each record that does not get into a batch
	 */
	Batches(RecordQueue<T> queue, RecordKind<T, D> kind, PipelineSettings settings, long fullBytes, Losses lost) {
		this.queue = queue;
		this.kind = kind;
		this.maxRecords = settings.batchSize();
		this.maxBytes = settings.batchBytes();
		this.fullBytes = Math.min(fullBytes, this.maxBytes);
		this.lost = lost;
	}

	/**
	 * Builds a batch from the queue. Batches that were put back come first.
	 * @return the batch, empty if nothing is queued
	 */
	Batch<D> next() {
		this.tookLast = false;
		Batch<D> first = this.again.pollFirst();
		return (first != null) ? first : fill(false);
	}

	/**
	 * Builds a batch from the oldest group alone. If a batch was put back, this is
	 * another one than that of {@link #next()}, so that one bad batch does not block all
	 * others.
	 * @return the batch, empty if nothing is queued
	 */
	Batch<D> nextGroup() {
		Batch<D> group = (this.again.size() < 2) ? fill(true) : new Batch<>(List.of(), 0);
		this.tookLast = !this.again.isEmpty();
		if (!group.isEmpty()) {
			return group;
		}
		Batch<D> last = this.again.pollLast();
		return (last != null) ? last : group;
	}

	/**
	 * Takes back the batch that was taken last.
	 */
	void putBack(Batch<D> batch) {
		if (this.tookLast) {
			this.again.addLast(batch);
		}
		else {
			this.again.addFirst(batch);
		}
	}

	private Batch<D> fill(boolean oneGroup) {
		boolean more = true;
		while (more && this.batch.size() < this.maxRecords) {
			more = hasRecord(oneGroup && !this.batch.isEmpty()) && add();
		}
		// Created before the state changes: there may be no memory for them.
		Batch<D> full = new Batch<>(this.batch, this.batchPermits);
		List<D> empty = new ArrayList<>();
		this.batch = empty;
		this.batchBytes = 0;
		this.batchPermits = 0;
		return full;
	}

	private boolean hasRecord(boolean onlyOfThisGroup) {
		if (this.pending || this.taken < this.groupSize) {
			return true;
		}
		return !onlyOfThisGroup && nextOfQueue();
	}

	private boolean nextOfQueue() {
		List<T> next = this.queue.poll();
		if (next == null) {
			return false;
		}
		this.group = next;
		this.groupSize = next.size();
		this.groupPermits = this.queue.polledBytes();
		this.taken = 0;
		return true;
	}

	// Returns false if the batch has no room for the record.
	private boolean add() {
		if ((!this.pending && !convertNext()) || this.data == null) {
			return leaveOut(LossReason.EXPORT_FAILED);
		}
		if (this.size > this.maxBytes) {
			return leaveOut(LossReason.TOO_LARGE);
		}
		if (!this.batch.isEmpty() && this.size > this.fullBytes - this.batchBytes) {
			return false;
		}
		this.batch.add(this.data);
		this.batchBytes += this.size;
		this.batchPermits += this.permits;
		forget();
		return true;
	}

	// A record that cannot be read is left out, whatever it throws. It would throw again
	// the next time, and no record after it would ever be sent.
	private boolean convertNext() {
		int index = this.taken++;
		this.pending = true;
		// The last record takes the remainder of the division.
		long share = this.groupPermits / Math.max(this.groupSize, 1);
		this.permits = (index < this.groupSize - 1) ? share : this.groupPermits - share * index;
		try {
			D converted = this.kind.convert(this.group.get(index));
			this.size = this.kind.size(converted);
			this.data = converted;
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
		finally {
			if (this.taken == this.groupSize) {
				this.group = List.of();
			}
		}
	}

	private boolean leaveOut(LossReason reason) {
		long permit = this.permits;
		forget();
		this.lost.lost(reason, permit);
		return true;
	}

	private void forget() {
		this.pending = false;
		this.data = null;
	}

	/**
	 * Accounts for records that do not get into a batch.
	 */
	@FunctionalInterface
	interface Losses {

		/**
		 * Accounts for a record.
		 * @param reason why the record is lost
		 * @param bytes how many bytes its permit is for
		 */
		void lost(LossReason reason, long bytes);

	}

}
