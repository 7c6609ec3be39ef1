package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

/**
 * What becomes of each record of a pipeline, and of the backend. Who gives the permits of
 * a record back is the one to say what became of it, so that everything is counted once.
 * Thread safe.
 */
final class ExportAccount {

	// However long a backend asks to be left alone.
	private static final long MOST_HOLD_NANOS = TimeUnit.MINUTES.toNanos(10);

	private final Admission admission;

	private final CircuitBreaker breaker;

	private final ExporterState state;

	private final LossGap gap;

	/**
	 * Records that were let in and did not get into the queue, of all times. As the two
	 * below, written without a method call where there is no stack left; two threads that
	 * do so at the same moment may count once.
	 */
	volatile long unqueued;

	/** How many bytes their permits are for. Written before their number. */
	volatile long unqueuedBytes;

	/** Records that were handed over, and are neither queued nor lost. */
	volatile long unaccounted;

	// Of the exporting thread alone: how many of each are settled.
	private long settledUnqueued;

	private long settledUnqueuedBytes;

	private long settledUnaccounted;

	ExportAccount(Admission admission, ExporterState state, PipelineSettings settings) {
		this.admission = admission;
		this.state = state;
		this.breaker = new CircuitBreaker(settings.failures(), settings.probeInterval().toNanos(), state::breaker);
		this.gap = new LossGap(state);
	}

	Admission admission() {
		return this.admission;
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
	 * Accounts for records that were not let in.
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
	 * Settles what could not be where it was handed over. Only for the exporting thread.
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
	 * Accounts for records that can never be let in.
	 */
	void tooLarge(int records) {
		this.gap.lost(LossReason.TOO_LARGE, records, null);
	}

	/**
	 * Accounts for a record that does not get into a batch.
	 * @param bytes how many bytes its permit is for
	 */
	void leftOut(LossReason reason, long bytes) {
		if (this.admission.release(1, bytes)) {
			this.gap.lost(reason, 1, null);
		}
	}

	/**
	 * Accounts for everything that is queued, and lets nothing in any more.
	 */
	void abandoned() {
		this.gap.lost(LossReason.SHUTDOWN, this.admission.abandon(), null);
	}

	/**
	 * Notes whether a batch arrived, but does not account for it.
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
	 * Notes whether the backend answers, and whether it asks to be left alone.
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
	 * Accounts for a batch that waited in the queue, unless that has been done before.
	 */
	void settledInQueue(Batch<?> batch, ExportAttempt attempt) {
		if (isTaken(batch)) {
			count(attempt);
		}
	}

	/**
	 * Accounts for a batch that is lost without an answer, unless that has been done
	 * before.
	 */
	void givenUp(Batch<?> batch) {
		if (isTaken(batch)) {
			this.gap.lost(LossReason.EXPORT_FAILED, batch.size(), this.state.lastFailure());
		}
	}

	/**
	 * Accounts for a batch that waits on the disk instead of in the queue, unless it has
	 * been accounted for before.
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
	 * Accounts for a batch that waited on the disk and does not any more.
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
