package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

/**
 * The way of spans to one exporter: admission, queue, batches, breaker, exporter. Threads
 * of the application only get as far as the queue. Thread safe.
 */
final class SpanPipeline {

	private static final Logger logger = LoggerFactory.getLogger(SpanPipelines.class);

	private final ExportTarget target;

	private final PipelineSettings settings;

	private final Admission admission;

	private final TraceQueue queue;

	private final CircuitBreaker breaker;

	private final ExporterState state;

	private final LossGap gap;

	private final ExportWorker worker;

	private final AtomicBoolean started = new AtomicBoolean();

	SpanPipeline(ExportTarget target, PipelineSettings settings, Context context, ScheduledExecutorService clock) {
		this.target = target;
		this.settings = settings;
		this.admission = new Admission(settings.queueSize());
		this.queue = new TraceQueue(settings.queueSize());
		this.breaker = new CircuitBreaker(settings.failures(), settings.probeInterval().toNanos());
		this.state = new ExporterState(target.name(), target.description(), settings.queueSize(), this.admission::held);
		this.gap = new LossGap(this.state);
		this.worker = new ExportWorker(this, target, context, clock);
		if (this.worker.hasWork()) {
			start();
		}
	}

	/**
	 * Takes the spans of a trace, all or none. Neither waits nor throws.
	 */
	void offer(List<ReadableSpan> trace, long bytes, boolean expendable) {
		int spans = trace.size();
		if (spans == 0) {
			// Would take room in the queue without a permit for it.
			return;
		}
		this.state.handedOver(spans);
		if (!this.admission.tryAcquire(spans)) {
			refuse(spans);
			return;
		}
		this.queue.add(trace);
		if (!this.started.get()) {
			start();
		}
		else if (this.admission.held() >= this.settings.batchSize()) {
			this.worker.wakeForBatch();
		}
	}

	private void refuse(int spans) {
		this.gap.lost(refusal(spans), spans);
		if (!this.started.get() && !this.admission.isClosed()) {
			// Nobody else says so.
			start();
		}
	}

	private LossReason refusal(int spans) {
		if (this.admission.isClosed()) {
			return LossReason.SHUTDOWN;
		}
		if (spans > this.settings.queueSize()) {
			return LossReason.TOO_LARGE;
		}
		return (this.breaker.isClosed()) ? LossReason.QUEUE_FULL : LossReason.BREAKER_OPEN;
	}

	private void start() {
		if (!this.started.compareAndSet(false, true)) {
			return;
		}
		try {
			this.worker.start();
		}
		catch (Throwable ex) {
			// No thread to be had: the next trace tries again.
			this.started.set(false);
		}
	}

	/**
	 * Sends what is queued now.
	 * @return success if all of it was acknowledged
	 */
	CompletableResultCode flush() {
		return (this.started.get()) ? this.worker.flush() : CompletableResultCode.ofSuccess();
	}

	/**
	 * Lets nothing in any more, and sends what is queued.
	 * @return success as soon as nothing is queued and the exporter is shut down
	 */
	CompletableResultCode close() {
		this.admission.close();
		// Even if there is nothing to send: an exporter may hang when it is shut down.
		start();
		if (this.started.compareAndSet(false, true)) {
			this.gap.lost(LossReason.SHUTDOWN, this.admission.abandon());
			return this.worker.closeUnstarted();
		}
		return this.worker.close();
	}

	/**
	 * Gives up what has not been acknowledged.
	 */
	void abandon() {
		this.gap.lost(LossReason.SHUTDOWN, this.admission.abandon());
		this.worker.abandon();
	}

	/**
	 * Accounts for a batch, unless it has been given up before.
	 */
	void settled(ExportAttempt attempt) {
		answered(attempt);
		settledInQueue(attempt);
	}

	/**
	 * Accounts for a batch that waited in the queue, unless it has been given up before.
	 */
	void settledInQueue(ExportAttempt attempt) {
		if (this.admission.release(attempt.spans())) {
			account(attempt);
		}
	}

	/**
	 * Notes whether a batch arrived, but does not account for it.
	 */
	void answered(ExportAttempt attempt) {
		boolean acknowledged = attempt.isAcknowledged();
		if (acknowledged) {
			this.state.exportSucceeded(attempt.elapsedNanos());
		}
		else {
			this.state.exportFailed(attempt.elapsedNanos(), attempt.failure());
		}
		probed(acknowledged);
	}

	private void account(ExportAttempt attempt) {
		if (attempt.isAcknowledged()) {
			int rejected = attempt.rejectedSpans();
			this.state.exported(attempt.spans() - rejected);
			this.gap.lost(LossReason.REJECTED, rejected);
		}
		else {
			this.gap.lost(LossReason.EXPORT_FAILED, attempt.spans());
		}
	}

	/**
	 * Accounts for a batch that waits on the disk instead of in the queue, unless it has
	 * been given up before.
	 */
	void spooled(int spans) {
		if (this.admission.release(spans)) {
			this.state.spooled(spans);
		}
	}

	/**
	 * Accounts for spans on the disk that an earlier process has left.
	 */
	void found(int spans) {
		this.state.handedOver(spans);
		this.state.spooled(spans);
	}

	/**
	 * Accounts for a batch that waited on the disk and does not any more.
	 */
	void settledInSpool(ExportAttempt attempt) {
		this.state.spooled(-attempt.spans());
		account(attempt);
	}

	/**
	 * Accounts for spans that waited on the disk and are lost.
	 */
	void lostInSpool(LossReason reason, int spans) {
		this.state.spooled(-spans);
		this.gap.lost(reason, spans);
	}

	/**
	 * Accounts for a span that does not get into a batch.
	 */
	void leftOut(LossReason reason) {
		leftOut(reason, 1);
	}

	/**
	 * Accounts for spans that are given up before anybody tried to send them.
	 */
	void leftOut(LossReason reason, int spans) {
		if (this.admission.release(spans)) {
			this.gap.lost(reason, spans);
		}
	}

	/**
	 * Notes that the exporter does not come back from a call, and says so: the thread
	 * that would is the one that waits for it.
	 */
	void stuck() {
		this.breaker.trip(System.nanoTime());
		this.state.breaker(this.breaker.state());
		logger.warn("Spans cannot be sent to {}: the exporter does not come back from a call. The application is not "
				+ "affected; spans wait in the queue until it does.", this.target.description());
	}

	/**
	 * Notes that the backend is tried again.
	 */
	void probing() {
		this.breaker.probe();
		this.state.breaker(this.breaker.state());
	}

	/**
	 * Notes whether the backend answers.
	 */
	void probed(boolean back) {
		if (back) {
			this.breaker.succeeded();
		}
		else {
			this.breaker.failed(System.nanoTime());
		}
		this.state.breaker(this.breaker.state());
	}

	PipelineSettings settings() {
		return this.settings;
	}

	Admission admission() {
		return this.admission;
	}

	TraceQueue queue() {
		return this.queue;
	}

	CircuitBreaker breaker() {
		return this.breaker;
	}

	LossGap gap() {
		return this.gap;
	}

	ExporterState state() {
		return this.state;
	}

}
