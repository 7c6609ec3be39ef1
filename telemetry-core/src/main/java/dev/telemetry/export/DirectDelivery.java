package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

/**
 * Sends one batch after the other. While the backend is away, records wait in the queue,
 * as far as it has room. A batch that was refused for a temporary reason is sent again.
 *
 * @param <D> a record as it is exported
 */
final class DirectDelivery<D> implements Delivery {

	// Failures of one batch while the backend takes all others.
	private static final int MAX_FAILURES = 3;

	private static final int MOST_DOUBLINGS = 10;

	private final ExportAccount account;

	private final CircuitBreaker breaker;

	private final PipelineSettings settings;

	private final Batches<?, D> batches;

	private final BatchSender<D> sender;

	private final DataLossSignal<D> signal;

	private final LossLog log;

	private boolean probesWithGroup;

	// How often in a row a batch was put back, and when it was sent last.
	private int putBacks;

	private long putBackNanos;

	DirectDelivery(ExportAccount account, PipelineSettings settings, Batches<?, D> batches, BatchSender<D> sender,
			DataLossSignal<D> signal, LossLog log) {
		this.account = account;
		this.breaker = account.breaker();
		this.settings = settings;
		this.batches = batches;
		this.sender = sender;
		this.signal = signal;
		this.log = log;
	}

	@Override
	public boolean deliver(boolean atOnce, boolean closing) {
		boolean asked = atOnce && !closing;
		if (!this.breaker.isClosed()) {
			if (!isTimeToTry(asked, closing) || !isBack()) {
				return false;
			}
		}
		else if (!asked && nanosUntilAgain(closing) > 0) {
			return false;
		}
		int queued = this.account.admission().held();
		boolean all = true;
		boolean goesOn = true;
		while (goesOn && queued > 0 && this.breaker.isClosed() && !this.sender.isAbandoned()) {
			Batch<D> batch = this.batches.next();
			queued -= batch.size();
			goesOn = !batch.isEmpty();
			if (goesOn) {
				boolean sent = send(batch);
				all &= sent;
				goesOn = sent || (atOnce && batch.isSettled());
			}
		}
		return all;
	}

	// At the end of the application, one attempt is made even if the backend asked not to
	// be called.
	private boolean isTimeToTry(boolean asked, boolean closing) {
		long now = System.nanoTime();
		return closing || (asked && !this.breaker.isHeld(now)) || this.breaker.nanosUntilTry(now) <= 0;
	}

	// The backend is tested with the record that reports losses, which cannot be lost
	// itself. It is also tested with other records, in case the exporter fails on that
	// record or on the batch that failed. If the application may hold records back, other
	// records prove nothing.
	private boolean isBack() {
		boolean tells = this.signal.isNeeded();
		boolean group = this.probesWithGroup && !(tells && this.sender.isFiltered());
		this.probesWithGroup = !this.probesWithGroup;
		if (tells && !group) {
			this.breaker.probe();
			return this.signal.probe();
		}
		Batch<D> batch = (group) ? this.batches.nextGroup() : this.batches.next();
		if (!batch.isEmpty()) {
			this.breaker.probe();
			return send(batch);
		}
		return false;
	}

	private boolean send(Batch<D> batch) {
		boolean again = false;
		try {
			boolean healthy = this.breaker.isHealthy();
			ExportAttempt attempt = this.sender.send(batch.records(), (settled) -> settled(batch, settled, healthy));
			again = !batch.isSettled() && attempt.isRefusedForNow();
			note(attempt, again);
			return attempt.isAcknowledged();
		}
		finally {
			if (again) {
				this.batches.putBack(batch);
			}
			else {
				this.account.givenUp(batch);
			}
		}
	}

	// Called on any thread. A batch that is not settled here is put back.
	private void settled(Batch<D> batch, ExportAttempt attempt, boolean healthy) {
		this.account.answered(attempt);
		if (!attempt.isRefusedForNow() || (healthy && batch.failed() >= MAX_FAILURES)) {
			this.account.settledInQueue(batch, attempt);
		}
	}

	private void note(ExportAttempt attempt, boolean again) {
		this.putBacks = (again) ? this.putBacks + 1 : 0;
		this.putBackNanos = System.nanoTime();
		if (again && !this.breaker.isClosed()) {
			this.log.waits(attempt.failure(), System.nanoTime());
		}
		else if (attempt.isAcknowledged() && !this.signal.isNeeded()) {
			this.log.answers();
		}
	}

	// The delay doubles with each failure, up to the interval between two probes. At the
	// end of the application, there has to be time left for the attempt.
	private long nanosUntilAgain(boolean closing) {
		if (this.putBacks == 0) {
			return 0;
		}
		long delay = Math.max(this.settings.delay().toNanos(), TimeUnit.MILLISECONDS.toNanos(1));
		int doublings = Math.min(this.putBacks - 1, MOST_DOUBLINGS);
		long probes = this.settings.probeInterval().toNanos();
		long longest = (closing) ? Math.min(probes, this.settings.shutdownTimeout().toNanos() / 4) : probes;
		// Shifting the delay left would overflow if it is long.
		long pause = (delay < longest >> doublings) ? delay << doublings : longest;
		return pause - (System.nanoTime() - this.putBackNanos);
	}

	@Override
	public boolean takesBatches() {
		return this.breaker.isClosed() && nanosUntilAgain(false) <= 0;
	}

	@Override
	public long pauseNanos() {
		long nanos = this.settings.delay().toNanos();
		if (this.breaker.isClosed()) {
			return (this.putBacks > 0) ? nanosUntilAgain(false) : nanos;
		}
		return Math.min(nanos, this.breaker.nanosUntilTry(System.nanoTime()));
	}

	@Override
	public boolean isFree() {
		return true;
	}

	@Override
	public boolean isStuck() {
		return !this.breaker.isClosed();
	}

	@Override
	public void close() {
	}

}
