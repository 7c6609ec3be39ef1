package dev.telemetry.export;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.health.LossReason;

/**
 * Sends one batch after the other. While the backend is away, or does not answer soon,
 * batches are written to the disk instead, so that the queue stays free. Those are sent
 * again when the backend is back, oldest first, one at a time, and only while no full
 * batch waits in the queue.
 */
final class SpooledDelivery implements Delivery, Spool.Account {

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	// Between two batches of the spool: a backend that is back has others to serve.
	private static final long REPLAY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	// Of a backend that takes everything else.
	private static final int MAX_FAILURES = 3;

	private final SpanPipeline pipeline;

	private final Batches batches;

	private final BatchSender sender;

	private final Spool spool;

	private final SpoolLog log;

	private final Runnable wake;

	private @Nullable Shipment underWay;

	SpooledDelivery(SpanPipeline pipeline, Batches batches, BatchSender sender, ExportTarget target,
			SpoolSettings settings, Runnable wake) {
		this.pipeline = pipeline;
		this.batches = batches;
		this.sender = sender;
		this.spool = new Spool(settings, target.name(), this, Clock.systemUTC());
		this.log = new SpoolLog(target.description(), this.spool);
		this.wake = wake;
	}

	/**
	 * Whether an earlier process has left something.
	 */
	boolean hasLeftovers() {
		return this.spool.hasLeftovers();
	}

	@Override
	public boolean deliver(boolean atOnce, boolean closing) {
		settle();
		boolean all = deliverQueued((closing) ? patienceAtTheEnd() : patience());
		if (!closing) {
			replay();
		}
		return all;
	}

	private boolean deliverQueued(long patience) {
		int queued = this.pipeline.admission().held();
		boolean all = true;
		while (queued > 0 && !this.sender.isAbandoned()) {
			awaitAnswer(patience, roomForNew());
			boolean sends = canSend();
			List<SpanData> batch = (sends || this.spool.isUsable()) ? this.batches.next() : List.of();
			if (batch.isEmpty()) {
				return all && sends;
			}
			queued -= batch.size();
			all &= (sends) ? send(batch, patience) : storeUnsent(batch);
		}
		return all;
	}

	private boolean canSend() {
		CircuitBreaker breaker = this.pipeline.breaker();
		return this.underWay == null && (breaker.isHealthy() || breaker.nanosUntilTry(System.nanoTime()) <= 0);
	}

	// What is not answered soon goes to the disk as well, in case it never is.
	private boolean send(List<SpanData> batch, long patience) {
		Shipment shipment = ship(batch, null);
		awaitAnswer(patience, roomForNew());
		if (this.underWay == shipment) {
			SpoolEntry entry = write(batch);
			if (entry != null) {
				shipment.entry = entry;
				this.pipeline.spooled(entry.spans());
			}
			else {
				shipment.attempt.await();
				settle();
			}
		}
		return shipment.attempt.isAcknowledged();
	}

	private Shipment ship(List<SpanData> spans, @Nullable SpoolEntry entry) {
		// Where the application may hold spans back, an acknowledgement proves nothing.
		boolean healthy = this.pipeline.breaker().isHealthy() && !this.sender.isFiltered();
		this.pipeline.probing();
		Shipment shipment = new Shipment(this.sender.begin(spans, this.wake), spans, entry, healthy);
		this.underWay = shipment;
		return shipment;
	}

	/**
	 * Waits for the answer, but not beyond the time that it may take, nor while more is
	 * queued than may be.
	 */
	private void awaitAnswer(long patience, int mayBeQueued) {
		Shipment shipment = this.underWay;
		boolean waits = true;
		while (shipment != null && waits) {
			waits = shipment.attempt.elapsedNanos() < patience
					&& this.pipeline.admission().held() - shipment.held() < mayBeQueued
					&& !shipment.attempt.await(LOOK_NANOS);
		}
		settle();
	}

	private void settle() {
		Shipment shipment = this.underWay;
		if (shipment == null || !shipment.attempt.isSettled()) {
			return;
		}
		this.underWay = null;
		this.pipeline.answered(shipment.attempt);
		boolean over = shipment.attempt.isAcknowledged() || shipment.attempt.isRefused();
		if (shipment.entry != null) {
			settleStored(shipment, shipment.entry, over);
		}
		else if (over || !store(shipment.spans)) {
			this.pipeline.settledInQueue(shipment.attempt);
		}
	}

	private void settleStored(Shipment shipment, SpoolEntry entry, boolean over) {
		if (!entry.isWaiting()) {
			// Had to make room meanwhile, and was counted then.
			return;
		}
		if (over || (shipment.healthy && entry.failed() >= MAX_FAILURES)) {
			this.spool.remove(entry);
			this.pipeline.settledInSpool(shipment.attempt);
			if (this.spool.isEmpty()) {
				this.log.empty();
			}
		}
	}

	private boolean storeUnsent(List<SpanData> batch) {
		if (!store(batch)) {
			this.pipeline.leftOut(LossReason.EXPORT_FAILED, batch.size());
		}
		return false;
	}

	private boolean store(List<SpanData> batch) {
		SpoolEntry entry = write(batch);
		if (entry == null) {
			return false;
		}
		this.pipeline.spooled(entry.spans());
		return true;
	}

	private @Nullable SpoolEntry write(List<SpanData> batch) {
		SpoolEntry entry = (this.spool.isUsable()) ? this.spool.write(batch) : null;
		if (entry != null) {
			this.log.waits(this.pipeline.state().lastFailure());
		}
		else {
			this.log.unusable();
		}
		return entry;
	}

	private void replay() {
		if (!this.spool.isUsable()) {
			this.log.unusable();
		}
		long start = System.nanoTime();
		int batch = this.pipeline.settings().batchSize();
		while (canSend() && !this.sender.isAbandoned() && this.pipeline.admission().held() < batch
				&& System.nanoTime() - start < patience()) {
			SpoolEntry entry = this.spool.oldest();
			if (entry == null) {
				return;
			}
			List<SpanData> spans = this.spool.read(entry);
			if (spans != null) {
				ship(spans, entry);
				awaitAnswer(patience(), batch);
				LockSupport.parkNanos(this, REPLAY_PAUSE_NANOS);
			}
		}
	}

	// So that what waits with others waits no longer than it should.
	private long patience() {
		return this.pipeline.settings().delay().toNanos();
	}

	private long patienceAtTheEnd() {
		Duration timeout = this.pipeline.settings().shutdownTimeout();
		return Math.min(patience(), timeout.toNanos() / 4);
	}

	private int roomForNew() {
		return this.pipeline.settings().queueSize() / 2;
	}

	@Override
	public boolean takesBatches() {
		return canSend() || this.spool.isUsable();
	}

	@Override
	public long pauseNanos() {
		if (this.underWay != null || this.spool.oldest() == null) {
			return patience();
		}
		return (canSend()) ? 0 : Math.min(patience(), this.pipeline.breaker().nanosUntilTry(System.nanoTime()));
	}

	@Override
	public boolean isFree() {
		return this.underWay == null && this.pipeline.breaker().isHealthy();
	}

	@Override
	public boolean isStuck() {
		return !canSend() && !this.spool.isUsable();
	}

	@Override
	public void close() {
		awaitAnswer(patienceAtTheEnd(), Integer.MAX_VALUE);
		this.spool.close();
	}

	@Override
	public void found(int spans) {
		this.pipeline.found(spans);
		this.log.found(spans);
	}

	@Override
	public void lost(LossReason reason, int spans) {
		this.pipeline.lostInSpool(reason, spans);
	}

	@Override
	public void damaged(Path file) {
		this.log.damaged(file);
	}

	@Override
	public void leftAlone(Path file, String why) {
		this.log.leftAlone(file, why);
	}

	/**
	 * A batch that is being sent.
	 */
	private static final class Shipment {

		private final ExportAttempt attempt;

		private final List<SpanData> spans;

		private final boolean healthy;

		// Null while it is in memory only.
		private @Nullable SpoolEntry entry;

		Shipment(ExportAttempt attempt, List<SpanData> spans, @Nullable SpoolEntry entry, boolean healthy) {
			this.attempt = attempt;
			this.spans = spans;
			this.entry = entry;
			this.healthy = healthy;
		}

		// How much room it takes in the queue.
		int held() {
			return (this.entry != null) ? 0 : this.spans.size();
		}

	}

}
