package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

import dev.telemetry.export.LossGap.Losses;

/**
 * Tells a backend what it missed, as soon as it answers again: by one record, or by one a
 * minute while losses go on. A record that the backend refuses is sent again after a
 * while. To be used only by the exporting thread.
 *
 * @param <D> a record as it is exported
 */
final class DataLossSignal<D> {

	private static final long INTERVAL_MILLIS = TimeUnit.MINUTES.toMillis(1);

	private final ExportAccount account;

	private final PipelineSettings settings;

	private final RecordKind<?, D> kind;

	private final BatchSender<D> sender;

	private final LossLog log;

	private final String exporter;

	private long lastNanos;

	// Whether a backend that takes everything else refused the record.
	private boolean refused;

	DataLossSignal(ExportAccount account, PipelineSettings settings, RecordKind<?, D> kind, BatchSender<D> sender,
			LossLog log) {
		this.account = account;
		this.settings = settings;
		this.kind = kind;
		this.sender = sender;
		this.log = log;
		this.exporter = account.state().exporter();
	}

	/**
	 * Reports losses in the log, and to the backend if it can be told now.
	 * @param last whether this is the last report
	 * @param free whether the backend can be told now
	 */
	void report(boolean last, boolean free) {
		Losses losses = this.account.gap().untold();
		// At the end, one line reports the losses of all exporters.
		if (losses == null || this.sender.isAbandoned()) {
			return;
		}
		this.log.lost(losses, System.nanoTime());
		if (!free) {
			return;
		}
		CircuitBreaker breaker = this.account.breaker();
		boolean healthy = breaker.isHealthy();
		if (healthy ? last || isTime(losses) : breaker.isClosed() && breaker.nanosUntilTry(System.nanoTime()) <= 0) {
			tell(losses, healthy);
		}
	}

	private boolean isTime(Losses losses) {
		if (this.refused) {
			return System.nanoTime() - this.lastNanos >= this.settings.probeInterval().toNanos();
		}
		long now = System.currentTimeMillis();
		long quietMillis = now - losses.toMillis();
		boolean isQuiet = quietMillis < 0 || quietMillis >= this.settings.delay().toMillis();
		return isQuiet || now - losses.fromMillis() >= INTERVAL_MILLIS;
	}

	/**
	 * Returns whether there are losses to report.
	 */
	boolean isNeeded() {
		return this.account.gap().untold() != null;
	}

	/**
	 * Tests whether the backend is back, if there is nothing else to send.
	 * @return whether the backend is back
	 */
	boolean probe() {
		Losses losses = this.account.gap().untold();
		return losses != null && tell(losses, false);
	}

	// If only this record fails, the exporter is healthy, and so is a backend that
	// answers but rejects the record.
	private boolean tell(Losses losses, boolean healthy) {
		this.lastNanos = System.nanoTime();
		ExportAttempt attempt = this.sender
			.sendSignal(this.kind.lossSignal(losses, this.exporter, this.sender.resource()));
		boolean answered = attempt.isAcknowledged();
		boolean taken = answered && attempt.rejectedRecords() == 0;
		if (!healthy || !attempt.retryAfter().isZero()) {
			this.account.probed(attempt);
		}
		this.refused = (healthy || answered) && !taken;
		if (taken) {
			this.account.gap().told(losses);
			this.log.recovered(losses);
		}
		return answered;
	}

}
