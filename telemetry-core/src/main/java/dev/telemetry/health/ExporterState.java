package dev.telemetry.health;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of the records of one kind, such as spans, that are handed over to
 * one exporter. Written by the pipeline, read by meters, health and the endpoint. Thread
 * safe; counting neither blocks nor allocates.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ExporterState {

	private final String kind;

	private final String exporter;

	private final String target;

	private final ExporterQueue queue;

	private final LongAdder handedOver = new LongAdder();

	private final LongAdder exported = new LongAdder();

	private final LongAdder spooled = new LongAdder();

	private final LongAdder sentBytes = new LongAdder();

	private final EnumCounts<LossReason> dropped = new EnumCounts<>(LossReason.class);

	private final ExportTimes succeeded = new ExportTimes();

	private final ExportTimes failed = new ExportTimes();

	private volatile BreakerState breaker = BreakerState.CLOSED;

	private volatile @Nullable String lastFailure;

	private volatile boolean missing;

	// Milliseconds since the epoch, 0 for never.
	private volatile long missingSince;

	private volatile long lastLoss;

	/**
	 * Creates a state in which all numbers are zero.
	 * @param kind name of the kind of records, in the plural, such as {@code spans}
	 * @param exporter name of the exporter
	 * @param target target of the exporter; must not contain a secret
	 * @param queue the queue of the exporter
	 */
	public ExporterState(String kind, String exporter, String target, ExporterQueue queue) {
		this.kind = kind;
		this.exporter = exporter;
		this.target = target;
		this.queue = queue;
	}

	/**
	 * Counts records that are handed over.
	 * @param records the number of records
	 */
	public void handedOver(int records) {
		this.handedOver.add(records);
	}

	/**
	 * Counts records that the backend acknowledged.
	 * @param records the number of records
	 */
	public void exported(int records) {
		this.exported.add(records);
	}

	/**
	 * Counts bytes that were sent over the network.
	 * @param bytes the number of bytes
	 */
	public void sent(long bytes) {
		this.sentBytes.add(bytes);
	}

	/**
	 * Counts records that wait on the disk from now on.
	 * @param records the number of records; negative for records that no longer wait
	 */
	public void spooled(int records) {
		this.spooled.add(records);
	}

	/**
	 * Counts records that are lost.
	 * @param reason why the records are lost
	 * @param records the number of records
	 */
	public void dropped(LossReason reason, int records) {
		this.lastLoss = System.currentTimeMillis();
		this.dropped.add(reason, records);
	}

	/**
	 * Notes whether there are losses that the backend has not been told about.
	 * @param missing whether there are such losses
	 */
	public void missing(boolean missing) {
		if (missing && !this.missing) {
			this.missingSince = System.currentTimeMillis();
		}
		this.missing = missing;
	}

	/**
	 * Notes that a batch was acknowledged.
	 * @param nanos how long that took, in nanoseconds
	 */
	public void exportSucceeded(long nanos) {
		this.succeeded.add(nanos);
	}

	/**
	 * Notes that a batch was not acknowledged.
	 * @param nanos how long that took, in nanoseconds
	 * @param failure what went wrong, without text of the backend
	 */
	public void exportFailed(long nanos, String failure) {
		this.failed.add(nanos);
		this.lastFailure = failure;
	}

	/**
	 * Notes the state of the circuit breaker.
	 * @param state the new state
	 */
	public void breaker(BreakerState state) {
		this.breaker = state;
	}

	/**
	 * Returns the name of the kind of records.
	 * @return a word in the plural, such as {@code spans}
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * Returns the name of the exporter.
	 * @return the name, unique in an application
	 */
	public String exporter() {
		return this.exporter;
	}

	/**
	 * Returns how many records were handed over.
	 * @return the number
	 */
	public long handedOver() {
		return this.handedOver.sum();
	}

	/**
	 * Returns how many records the backend acknowledged.
	 * @return the number
	 */
	public long exported() {
		return this.exported.sum();
	}

	/**
	 * Returns how much was sent over the network: the length of the bodies of requests,
	 * after compression.
	 * @return bytes; 0 for an exporter that does not speak OTLP
	 */
	public long sentBytes() {
		return this.sentBytes.sum();
	}

	/**
	 * Returns how many records are lost for a reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long dropped(LossReason reason) {
		return this.dropped.count(reason);
	}

	/**
	 * Returns how many records wait, or are being sent.
	 * @return the number
	 */
	public int queued() {
		return this.queue.held();
	}

	/**
	 * Returns how many records wait on the disk.
	 * @return the number
	 */
	public long spooled() {
		return this.spooled.sum();
	}

	/**
	 * Returns the queue, which tells how many records can be queued and how many bytes
	 * they take.
	 * @return the queue
	 */
	public ExporterQueue queue() {
		return this.queue;
	}

	/**
	 * Returns the batches that were acknowledged.
	 * @return the number and total time of the batches
	 */
	public ExportTimes succeeded() {
		return this.succeeded;
	}

	/**
	 * Returns the batches that were not acknowledged.
	 * @return the number and total time of the batches
	 */
	public ExportTimes failed() {
		return this.failed;
	}

	/**
	 * Returns the last failure.
	 * @return a few words without text of the backend, or {@code null} if there was none
	 */
	public @Nullable String lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Returns the state of the circuit breaker.
	 * @return the state
	 */
	public BreakerState breaker() {
		return this.breaker;
	}

	/**
	 * Returns all current numbers.
	 * @return the numbers
	 */
	public ExporterHealth health() {
		Map<LossReason, Long> numbers = new EnumMap<>(LossReason.class);
		for (LossReason reason : LossReason.values()) {
			numbers.put(reason, dropped(reason));
		}
		return new ExporterHealth(this.kind, this.exporter, this.target, handedOver(), exported(), numbers, queued(),
				spooled(), this.queue.capacity(), this.breaker, this.missing,
				instant((this.missing) ? this.missingSince : 0), instant(this.lastLoss), this.lastFailure);
	}

	private static @Nullable Instant instant(long millis) {
		return (millis > 0) ? Instant.ofEpochMilli(millis) : null;
	}

	@Override
	public String toString() {
		return health().toString();
	}

}
