package dev.telemetry.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the spans of one exporter. Written to by its pipeline, read by
 * whoever reports it. Thread safe; counting neither blocks nor allocates.
 */
public final class ExporterState {

	private final String exporter;

	private final String target;

	private final int capacity;

	private final IntSupplier queued;

	private final LongAdder handedOver = new LongAdder();

	private final LongAdder exported = new LongAdder();

	private final LongAdder spooled = new LongAdder();

	private final Map<LossReason, LongAdder> dropped = new EnumMap<>(LossReason.class);

	private final ExportTimes succeeded = new ExportTimes();

	private final ExportTimes failed = new ExportTimes();

	private volatile BreakerState breaker = BreakerState.CLOSED;

	private volatile @Nullable String lastFailure;

	private volatile boolean missing;

	/**
	 * Creates a state in which nothing has happened.
	 * @param exporter name of the exporter
	 * @param target where it sends to; must not hold a secret
	 * @param capacity how many spans can be queued
	 * @param queued tells how many are
	 */
	public ExporterState(String exporter, String target, int capacity, IntSupplier queued) {
		this.exporter = exporter;
		this.target = target;
		this.capacity = capacity;
		this.queued = queued;
		for (LossReason reason : LossReason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	/**
	 * Counts spans that the exporter is to get.
	 * @param spans how many
	 */
	public void handedOver(int spans) {
		this.handedOver.add(spans);
	}

	/**
	 * Counts spans that the backend acknowledged.
	 * @param spans how many
	 */
	public void exported(int spans) {
		this.exported.add(spans);
	}

	/**
	 * Counts spans that wait on the disk from now on.
	 * @param spans how many; less than zero for those that do not any more
	 */
	public void spooled(int spans) {
		this.spooled.add(spans);
	}

	/**
	 * Counts spans that are lost.
	 * @param reason why
	 * @param spans how many
	 */
	public void dropped(LossReason reason, int spans) {
		adder(reason).add(spans);
	}

	/**
	 * Notes whether spans are lost that the backend has not been told of.
	 * @param missing whether there are some
	 */
	public void missing(boolean missing) {
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
	 * Notes whether spans are sent.
	 * @param state the new state
	 */
	public void breaker(BreakerState state) {
		this.breaker = state;
	}

	/**
	 * Name of the exporter.
	 * @return the name, unique in an application
	 */
	public String exporter() {
		return this.exporter;
	}

	/**
	 * How many spans the exporter was to get.
	 * @return the number
	 */
	public long handedOver() {
		return this.handedOver.sum();
	}

	/**
	 * How many spans the backend acknowledged.
	 * @return the number
	 */
	public long exported() {
		return this.exported.sum();
	}

	/**
	 * How many spans are lost.
	 * @param reason why
	 * @return the number for that reason
	 */
	public long dropped(LossReason reason) {
		return adder(reason).sum();
	}

	/**
	 * How many spans wait, or are being sent.
	 * @return the number
	 */
	public int queued() {
		return this.queued.getAsInt();
	}

	/**
	 * How many spans wait on the disk.
	 * @return the number
	 */
	public long spooled() {
		return this.spooled.sum();
	}

	/**
	 * How many spans can be queued.
	 * @return the number
	 */
	public int capacity() {
		return this.capacity;
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
	 * Whether spans are sent.
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
		return new ExporterHealth(this.exporter, this.target, handedOver(), exported(), numbers, queued(), spooled(),
				this.capacity, this.breaker, this.missing, this.lastFailure);
	}

	private LongAdder adder(LossReason reason) {
		return Objects.requireNonNull(this.dropped.get(reason));
	}

	@Override
	public String toString() {
		return health().toString();
	}

}
