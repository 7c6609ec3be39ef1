package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

import dev.telemetry.export.LossGap.Losses;

/**
 * Tells a backend, as soon as it answers again, what it missed. When losses go on while
 * it answers, it is told once a minute; when it refuses to be told, it is asked again
 * after a while. Only for the exporting thread.
 */
final class DataLossSignal {

	private static final long INTERVAL_MILLIS = TimeUnit.MINUTES.toMillis(1);

	private final SpanPipeline pipeline;

	private final BatchSender sender;

	private final LossLog log;

	private final String exporter;

	private long lastNanos;

	// By a backend that takes everything else.
	private boolean refused;

	// Written before the attempt is over, read afterwards.
	private boolean taken;

	DataLossSignal(SpanPipeline pipeline, BatchSender sender, ExportTarget target) {
		this.pipeline = pipeline;
		this.sender = sender;
		this.exporter = target.name();
		this.log = new LossLog(target.description());
	}

	/**
	 * Says what was lost: in the log, and to the backend if nothing is lost any more.
	 * @param last whether there will be no other time
	 * @param free whether the backend can be told now
	 */
	void report(boolean last, boolean free) {
		Losses losses = this.pipeline.gap().untold();
		// At the end, one line for all exporters says it.
		if (losses == null || this.sender.isAbandoned()) {
			return;
		}
		this.log.lost(losses, this.pipeline.state().lastFailure(), System.nanoTime());
		if (!free) {
			return;
		}
		CircuitBreaker breaker = this.pipeline.breaker();
		boolean healthy = breaker.isHealthy();
		if (healthy ? last || isTime(losses) : breaker.isClosed() && breaker.nanosUntilTry(System.nanoTime()) <= 0) {
			tell(losses, healthy);
		}
	}

	private boolean isTime(Losses losses) {
		if (this.refused) {
			return System.nanoTime() - this.lastNanos >= this.pipeline.settings().probeInterval().toNanos();
		}
		long now = System.currentTimeMillis();
		long quietMillis = now - losses.toMillis();
		boolean isQuiet = quietMillis < 0 || quietMillis >= this.pipeline.settings().delay().toMillis();
		return isQuiet || now - losses.fromMillis() >= INTERVAL_MILLIS;
	}

	/**
	 * Finds out whether the backend is back where there is nothing else to send.
	 * @return whether it is
	 */
	boolean probe() {
		Losses losses = this.pipeline.gap().untold();
		return losses != null && tell(losses, false);
	}

	// An exporter that cannot cope with this span alone is in good health, and so is a
	// backend that answers, but rejects the span.
	private boolean tell(Losses losses, boolean healthy) {
		this.lastNanos = System.nanoTime();
		this.taken = false;
		boolean answered = this.sender.sendSignal(DataLossSpan.of(losses, this.exporter, this.sender.resource()),
				this::settled);
		if (!healthy) {
			this.pipeline.probed(answered);
		}
		this.refused = (healthy || answered) && !this.taken;
		if (this.taken) {
			this.pipeline.gap().told(losses);
			this.log.recovered(losses);
		}
		return answered;
	}

	private void settled(ExportAttempt attempt) {
		this.taken = attempt.isAcknowledged() && attempt.rejectedSpans() == 0;
	}

}
