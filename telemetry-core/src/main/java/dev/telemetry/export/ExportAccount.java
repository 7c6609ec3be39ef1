package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

/**
 * Accounts for the outcome of each record of a pipeline, and for the state of the
 * backend. The caller that releases the permits of a record reports its outcome, so that
 * each record is counted once. Thread safe.
 */
final class ExportAccount {

	// The longest time without calls that a backend is granted.
	private static final long MOST_HOLD_NANOS = TimeUnit.MINUTES.toNanos(10);

	private final Admission admission;

	// How much is sent without waiting for more. It is less than a queue can hold.
	private final int enoughRecords;

	private final long enoughBytes;

	private final CircuitBreaker breaker;

	private final ExporterState state;

	private final LossGap gap;

	/**
	 * The number of records, since the start, that were admitted and did not get into the
	 * queue. Like the next two fields, it is written without a method call, because the
	 * stack may be used up; if two threads write at the same moment, only one record may
	 * be counted.
	 */
	volatile long unqueued;

	/**
	 * The number of bytes that their permits are for. Written before the number of
	 * records.
	 */
	volatile long unqueuedBytes;

	/**
	 * The number of records that were handed over, and are neither queued nor counted as
	 * lost.
	 */
	volatile long unaccounted;

	// Used only by the exporting thread: how much of each field above is settled.
	private long settledUnqueued;

	private long settledUnqueuedBytes;

	private long settledUnaccounted;

	ExportAccount(Admission admission, ExporterState state, PipelineSettings settings) {
		this.admission = admission;
		this.enoughRecords = Math.max(Math.min(settings.batchSize(), settings.queueSize() / 2), 1);
		this.enoughBytes = Math.max(Math.min(settings.batchBytes(), settings.queueBytes() / 2), 1);
		this.state = state;
		this.breaker = new CircuitBreaker(settings.failures(), settings.probeInterval().toNanos(), state::breaker);
		this.gap = new LossGap(state);
	}

	Admission admission() {
		return this.admission;
	}

	/**
	 * Returns whether so much waits that it is sent without waiting for more.
	 */
	boolean isEnoughQueued() {
		return this.admission.held() >= this.enoughRecords || this.admission.heldBytes() >= this.enoughBytes;
	}

	CircuitBreaker breaker() {
		return this.breaker;
	}

	ExporterState state() {
		return this.state;
	}

	LossGap gap() {
		return this.gap;
	}

	void handedOver(int records) {
		this.state.handedOver(records);
	}

	/**
	 * Accounts for records that were not admitted.
	 */
	void refused(int records) {
		if (this.admission.isClosed()) {
			this.gap.lost(LossReason.SHUTDOWN, records, null);
		}
		else if (this.breaker.isClosed()) {
			this.gap.lost(LossReason.QUEUE_FULL, records, null);
		}
		else {
			this.gap.lost(LossReason.BREAKER_OPEN, records, this.state.lastFailure());
		}
	}

	/**
	 * Settles records that could not be settled where they were handed over. To be called
	 * only by the exporting thread.
	 */
	void settleHandedOver() {
		int records = (int) (this.unqueued - this.settledUnqueued);
		long bytes = this.unqueuedBytes - this.settledUnqueuedBytes;
		if (records > 0 && this.admission.release(records, bytes)) {
			this.settledUnqueued += records;
			this.settledUnqueuedBytes += bytes;
		}
		int lost = (int) (this.unaccounted - this.settledUnaccounted);
		if (lost > 0) {
			this.settledUnaccounted += lost;
			refused(lost);
		}
	}

	/**
	 * Accounts for records that can never be admitted.
	 */
	void tooLarge(int records) {
		this.gap.lost(LossReason.TOO_LARGE, records, null);
	}

	/**
	 * Accounts for a record that does not get into a batch.
	 * @param bytes how many bytes the permit of the record is for
	 */
	void leftOut(LossReason reason, long bytes) {
		if (this.admission.release(1, bytes)) {
			this.gap.lost(reason, 1, null);
		}
	}

	/**
	 * Accounts for all queued records as lost, and admits nothing from now on.
	 */
	void abandoned() {
		this.gap.lost(LossReason.SHUTDOWN, this.admission.abandon(), null);
	}

	/**
	 * Notes whether a batch arrived, without accounting for it.
	 */
	void answered(ExportAttempt attempt) {
		if (attempt.isAcknowledged()) {
			this.state.exportSucceeded(attempt.elapsedNanos());
		}
		else {
			this.state.exportFailed(attempt.elapsedNanos(), attempt.failure());
		}
		probed(attempt);
	}

	/**
	 * Notes whether the backend answers, and whether it asks not to be called for a
	 * while.
	 */
	void probed(ExportAttempt attempt) {
		this.state.sent(attempt.sentBytes());
		long hold = Math.min(attempt.retryAfter().toNanos(), MOST_HOLD_NANOS);
		if (attempt.isAcknowledged()) {
			this.breaker.succeeded();
		}
		else if (hold > 0) {
			this.breaker.hold(System.nanoTime(), hold);
		}
		else {
			this.breaker.failed(System.nanoTime());
		}
	}

	/**
	 * Accounts for a batch that waited in the queue, unless it has been accounted for.
	 */
	void settledInQueue(Batch<?> batch, ExportAttempt attempt) {
		if (isTaken(batch)) {
			count(attempt);
		}
	}

	/**
	 * Accounts for a batch that is lost without an answer, unless it has been accounted
	 * for.
	 */
	void givenUp(Batch<?> batch) {
		if (isTaken(batch)) {
			this.gap.lost(LossReason.EXPORT_FAILED, batch.size(), this.state.lastFailure());
		}
	}

	/**
	 * Accounts for a batch that waits on the disk instead of in the queue, unless it has
	 * been accounted for.
	 */
	void spooled(Batch<?> batch) {
		if (isTaken(batch)) {
			this.state.spooled(batch.size());
		}
	}

	private boolean isTaken(Batch<?> batch) {
		return batch.settle() && this.admission.release(batch.size(), batch.bytes());
	}

	private void count(ExportAttempt attempt) {
		if (attempt.isAcknowledged()) {
			int rejected = attempt.rejectedRecords();
			this.state.exported(attempt.records() - rejected);
			this.gap.lost(LossReason.REJECTED, rejected, null);
		}
		else {
			this.gap.lost(LossReason.EXPORT_FAILED, attempt.records(), attempt.failure());
		}
	}

	/**
	 * Accounts for records on the disk that an earlier process has left.
	 */
	void found(int records) {
		this.state.handedOver(records);
		this.state.spooled(records);
	}

	/**
	 * Accounts for a batch that no longer waits on the disk.
	 */
	void settledInSpool(ExportAttempt attempt) {
		this.state.spooled(-attempt.records());
		count(attempt);
	}

	/**
	 * Accounts for records that waited on the disk and are lost.
	 */
	void lostInSpool(LossReason reason, int records) {
		this.state.spooled(-records);
		this.gap.lost(reason, records, null);
	}

}
