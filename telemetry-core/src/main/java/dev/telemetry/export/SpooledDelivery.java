package dev.telemetry.export;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;
import dev.telemetry.export.disk.SpoolSettings;

/**
 * Sends one batch after the other. While the backend is away, or does not answer soon,
 * batches are written to the disk, so that the queue stays free. Stored batches are sent
 * when the backend is back: oldest first, one at a time, and only while no full batch
 * waits in the queue.
 *
 * @param <D> a record as it is exported
 */
final class SpooledDelivery<D> implements Delivery {

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	// Pause between two batches of the spool: a backend that is back has other
	// clients to serve.
	private static final long REPLAY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	// Failures of one batch while the backend, or the disk, takes all others.
	private static final int MAX_FAILURES = 3;

	private final ExportAccount account;

	private final PipelineSettings settings;

	private final RecordKind<?, D> kind;

	private final Batches<?, D> batches;

	private final BatchSender<D> sender;

	private final Spool spool;

	private final SpoolLog log;

	private final Waker waker;

	private @Nullable Shipment<D> underWay;

	private boolean probesWithGroup;

	// Whether the backend itself has accepted something since the last failure. If the
	// application may hold records back, an acknowledgement proves nothing.
	private boolean proven;

	SpooledDelivery(ExportAccount account, PipelineSettings settings, RecordKind<?, D> kind, RecordSink<D> sink,
			SpoolSettings disk, Batches<?, D> batches, BatchSender<D> sender, Waker waker) {
		this.account = account;
		this.settings = settings;
		this.kind = kind;
		this.batches = batches;
		this.sender = sender;
		this.waker = waker;
		SpoolAccount spoolAccount = new SpoolAccount(account);
		this.spool = new Spool(disk, sink.name(), spoolAccount, Clock.systemUTC());
		this.log = new SpoolLog(kind.name(), sink.description(), this.spool);
		spoolAccount.saysTo(this.log);
	}

	/**
	 * Returns whether an earlier process has left batches.
	 */
	boolean hasLeftovers() {
		return this.spool.hasLeftovers();
	}

	@Override
	public boolean deliver(boolean atOnce, boolean closing) {
		settle();
		boolean all = deliverQueued((closing) ? patienceAtTheEnd() : patience(), closing);
		if (!closing) {
			replay();
		}
		return all;
	}

	private boolean deliverQueued(long patience, boolean closing) {
		int queued = this.account.admission().held();
		boolean all = true;
		// At the end of the application, one attempt is made if the disk cannot be used.
		boolean last = closing;
		while (queued > 0 && !this.sender.isAbandoned()) {
			awaitAnswer(patience, roomForNew());
			boolean sends = canSend() || (last && this.underWay == null && !this.spool.isUsable());
			last = false;
			if (!sends && !this.spool.isUsable()) {
				return false;
			}
			Batch<D> batch = (sends) ? nextToSend() : this.batches.next();
			if (batch.isEmpty()) {
				return all && sends;
			}
			queued -= batch.size();
			all &= (sends) ? send(batch, patience) : storeUnsent(batch);
		}
		return all;
	}

	// Alternates between batches, in case the backend fails on the one that was put back.
	private Batch<D> nextToSend() {
		boolean group = this.probesWithGroup && !this.account.breaker().isHealthy();
		this.probesWithGroup = !group;
		return (group) ? this.batches.nextGroup() : this.batches.next();
	}

	private boolean canSend() {
		CircuitBreaker breaker = this.account.breaker();
		return this.underWay == null && (breaker.isHealthy() || breaker.nanosUntilTry(System.nanoTime()) <= 0);
	}

	// A batch that is not answered soon is also written to the disk, in case no
	// answer comes.
	private boolean send(Batch<D> batch, long patience) {
		Shipment<D> shipment = null;
		try {
			shipment = ship(batch, null);
			awaitAnswer(patience, roomForNew());
			if (this.underWay == shipment) {
				storeUnanswered(shipment);
			}
			return shipment.attempt.isAcknowledged();
		}
		finally {
			if (shipment == null) {
				this.account.givenUp(batch);
			}
		}
	}

	private void storeUnanswered(Shipment<D> shipment) {
		SpoolEntry entry = write(shipment.batch.records());
		if (entry != null) {
			shipment.entry = entry;
			this.account.spooled(shipment.batch);
		}
		else {
			shipment.attempt.await();
			settle();
		}
	}

	private Shipment<D> ship(Batch<D> batch, @Nullable SpoolEntry entry) {
		boolean healthy = this.account.breaker().isHealthy() && (this.proven || !this.sender.isFiltered());
		this.account.breaker().probe();
		Shipment<D> shipment = new Shipment<>(this.sender.begin(batch.records(), this.waker::wake), batch, entry,
				healthy);
		this.underWay = shipment;
		return shipment;
	}

	/**
	 * Waits for the answer, but no longer than the given patience, nor while more records
	 * are queued than allowed.
	 */
	private void awaitAnswer(long patience, int mayBeQueued) {
		Shipment<D> shipment = this.underWay;
		boolean waits = true;
		while (shipment != null && waits) {
			waits = shipment.attempt.elapsedNanos() < patience
					&& this.account.admission().held() - shipment.held() < mayBeQueued
					&& !shipment.attempt.await(LOOK_NANOS);
		}
		settle();
	}

	private void settle() {
		Shipment<D> shipment = this.underWay;
		if (shipment == null || !shipment.attempt.isSettled()) {
			return;
		}
		this.underWay = null;
		boolean taken = shipment.attempt.isAcknowledged();
		this.proven = taken && (this.proven || shipment.attempt.sentBytes() > 0);
		boolean waits = false;
		try {
			this.account.answered(shipment.attempt);
			waits = (shipment.entry != null) ? settleStored(shipment, shipment.entry) : settleQueued(shipment);
		}
		finally {
			if (!waits) {
				this.account.givenUp(shipment.batch);
			}
		}
	}

	private static boolean isOver(ExportAttempt attempt) {
		return attempt.isAcknowledged() || attempt.isRefused();
	}

	// Returns whether the batch goes on waiting.
	private boolean settleQueued(Shipment<D> shipment) {
		Batch<D> batch = shipment.batch;
		if (!isOver(shipment.attempt)) {
			if (store(batch)) {
				return true;
			}
			if (shipment.attempt.isRefusedForNow() && !(shipment.healthy && batch.failed() >= MAX_FAILURES)) {
				this.batches.putBack(batch);
				return true;
			}
		}
		this.account.settledInQueue(batch, shipment.attempt);
		return false;
	}

	private boolean settleStored(Shipment<D> shipment, SpoolEntry entry) {
		// The batch may have had to make room meanwhile, and was counted then.
		boolean over = isOver(shipment.attempt) || (shipment.healthy && entry.failed() >= MAX_FAILURES);
		if (entry.isWaiting() && over) {
			this.spool.remove(entry);
			this.account.settledInSpool(shipment.attempt);
			if (this.spool.isEmpty()) {
				this.log.empty();
			}
		}
		return true;
	}

	private boolean storeUnsent(Batch<D> batch) {
		boolean waits = false;
		try {
			waits = store(batch);
			// If the disk works, the batch itself is at fault.
			if (!waits && (this.spool.trouble() != null || batch.failed() < MAX_FAILURES)) {
				this.batches.putBack(batch);
				waits = true;
			}
		}
		finally {
			if (!waits) {
				this.account.givenUp(batch);
			}
		}
		return false;
	}

	private boolean store(Batch<D> batch) {
		SpoolEntry entry = write(batch.records());
		if (entry == null) {
			return false;
		}
		this.account.spooled(batch);
		return true;
	}

	private @Nullable SpoolEntry write(List<D> records) {
		SpoolEntry entry = (this.spool.isUsable()) ? this.kind.write(this.spool, records) : null;
		if (entry != null) {
			this.log.waits(this.account.state().lastFailure(), System.nanoTime());
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
		int batch = this.settings.batchSize();
		while (canSend() && !this.sender.isAbandoned() && this.account.admission().held() < batch
				&& System.nanoTime() - start < patience()) {
			SpoolEntry entry = this.spool.oldest();
			if (entry == null) {
				return;
			}
			List<D> records = this.kind.read(this.spool, entry);
			if (records != null) {
				ship(Batch.withoutPermits(records), entry);
				awaitAnswer(patience(), batch);
				LockSupport.parkNanos(this, REPLAY_PAUSE_NANOS);
			}
		}
	}

	// This keeps records that wait for a batch from waiting longer than the delay.
	private long patience() {
		return this.settings.delay().toNanos();
	}

	private long patienceAtTheEnd() {
		Duration timeout = this.settings.shutdownTimeout();
		return Math.min(patience(), timeout.toNanos() / 4);
	}

	private int roomForNew() {
		return this.settings.queueSize() / 2;
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
		return (canSend()) ? 0 : Math.min(patience(), this.account.breaker().nanosUntilTry(System.nanoTime()));
	}

	@Override
	public boolean isFree() {
		return this.underWay == null && this.account.breaker().isHealthy();
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

	/**
	 * A batch that is being sent.
	 *
	 * @param <D> a record as it is exported
	 */
	private static final class Shipment<D> {

		private final ExportAttempt attempt;

		private final Batch<D> batch;

		private final boolean healthy;

		// Null while the batch is only in memory.
		private @Nullable SpoolEntry entry;

		Shipment(ExportAttempt attempt, Batch<D> batch, @Nullable SpoolEntry entry, boolean healthy) {
			this.attempt = attempt;
			this.batch = batch;
			this.entry = entry;
			this.healthy = healthy;
		}

		// Returns how many records of the queue the batch holds.
		int held() {
			return (this.entry != null) ? 0 : this.batch.size();
		}

	}

}
