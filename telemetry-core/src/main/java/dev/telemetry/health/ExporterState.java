package dev.telemetry.health;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the records of one kind, such as spans, that one exporter is to
 * get. Written to by its pipeline, read by meters, health and the endpoint. Thread safe;
 * counting neither blocks nor allocates.
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

	private final Map<LossReason, LongAdder> dropped = new EnumMap<>(LossReason.class);

	private final ExportTimes succeeded = new ExportTimes();

	private final ExportTimes failed = new ExportTimes();

	private volatile BreakerState breaker = BreakerState.CLOSED;

	private volatile @Nullable String lastFailure;

	private volatile boolean missing;

	// In milliseconds since the epoch, 0 for never.
	private volatile long missingSince;

	private volatile long lastLoss;

	/**
	 * Creates a state in which nothing has happened.
	 * @param kind what the records are, in the plural: {@code spans}
	 * @param exporter name of the exporter
	 * @param target where it sends to; must not hold a secret
	 * @param queue tells how many records wait
	 */
	public ExporterState(String kind, String exporter, String target, ExporterQueue queue) {
		this.kind = kind;
		this.exporter = exporter;
		this.target = target;
		this.queue = queue;
		for (LossReason reason : LossReason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	/**
	 * Counts records that the exporter is to get.
	 * @param records how many
	 */
	public void handedOver(int records) {
		this.handedOver.add(records);
	}

	/**
	 * Counts records that the backend acknowledged.
	 * @param records how many
	 */
	public void exported(int records) {
		this.exported.add(records);
	}

	/**
	 * Counts what was sent over the network.
	 * @param bytes how many bytes
	 */
	public void sent(long bytes) {
		this.sentBytes.add(bytes);
	}

	/**
	 * Counts records that wait on the disk from now on.
	 * @param records how many; less than zero for those that do not any more
	 */
	public void spooled(int records) {
		this.spooled.add(records);
	}

	/**
	 * Counts records that are lost.
	 * @param reason why
	 * @param records how many
	 */
	public void dropped(LossReason reason, int records) {
		this.lastLoss = System.currentTimeMillis();
		adder(reason).add(records);
	}

	/**
	 * Notes whether records are lost that the backend has not been told of.
	 * @param missing whether there are some
	 */
	public void missing(boolean missing) {
		if (missing && !this.missing) {
			this.missingSince = System.currentTimeMillis();
		}
		this.missing = missing;
	}

	/**
	 * Notes that a batch was acknowledged.
	 * @param nanos how long that took
	 */
	public void exportSucceeded(long nanos) {
		this.succeeded.add(nanos);
	}

	/**
	 * Notes that a batch was not acknowledged.
	 * @param nanos how long it took to find out
	 * @param failure what went wrong, without anything that the backend said
	 */
	public void exportFailed(long nanos, String failure) {
		this.failed.add(nanos);
		this.lastFailure = failure;
	}

	/**
	 * Notes whether records are sent.
	 * @param state the new state
	 */
	public void breaker(BreakerState state) {
		this.breaker = state;
	}

	/**
	 * What the records are.
	 * @return a word in the plural, such as {@code spans}
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * Name of the exporter.
	 * @return the name, unique in an application
	 */
	public String exporter() {
		return this.exporter;
	}

	/**
	 * How many records the exporter was to get.
	 * @return the number
	 */
	public long handedOver() {
		return this.handedOver.sum();
	}

	/**
	 * How many records the backend acknowledged.
	 * @return the number
	 */
	public long exported() {
		return this.exported.sum();
	}

	/**
	 * How much was sent over the network: the bodies of requests, compressed if they are.
	 * @return bytes; 0 for an exporter that does not speak OTLP
	 */
	public long sentBytes() {
		return this.sentBytes.sum();
	}

	/**
	 * How many records are lost.
	 * @param reason why
	 * @return the number for that reason
	 */
	public long dropped(LossReason reason) {
		return adder(reason).sum();
	}

	/**
	 * How many records wait, or are being sent.
	 * @return the number
	 */
	public int queued() {
		return this.queue.held();
	}

	/**
	 * How many records wait on the disk.
	 * @return the number
	 */
	public long spooled() {
		return this.spooled.sum();
	}

	/**
	 * How many records can be queued, and how many bytes they take.
	 * @return the queue as it is
	 */
	public ExporterQueue queue() {
		return this.queue;
	}

	/**
	 * Batches that were acknowledged.
	 * @return their number and time
	 */
	public ExportTimes succeeded() {
		return this.succeeded;
	}

	/**
	 * Batches that were not acknowledged.
	 * @return their number and time
	 */
	public ExportTimes failed() {
		return this.failed;
	}

	/**
	 * What went wrong last.
	 * @return a few words without anything that the backend said, or {@code null}
	 */
	public @Nullable String lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Whether records are sent.
	 * @return the state
	 */
	public BreakerState breaker() {
		return this.breaker;
	}

	/**
	 * Everything at once.
	 * @return the numbers of this moment
	 */
	public ExporterHealth health() {
		Map<LossReason, Long> numbers = new EnumMap<>(LossReason.class);
		this.dropped.forEach((reason, number) -> numbers.put(reason, number.sum()));
		return new ExporterHealth(this.kind, this.exporter, this.target, handedOver(), exported(), numbers, queued(),
				spooled(), this.queue.capacity(), this.breaker, this.missing,
				instant((this.missing) ? this.missingSince : 0), instant(this.lastLoss), this.lastFailure);
	}

	private static @Nullable Instant instant(long millis) {
		return (millis > 0) ? Instant.ofEpochMilli(millis) : null;
	}

	private LongAdder adder(LossReason reason) {
		return Objects.requireNonNull(this.dropped.get(reason));
	}

	@Override
	public String toString() {
		return health().toString();
	}

}
