package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.health.ExporterState;

/**
 * The way of records of one kind to one exporter: admission, queue, batches, breaker,
 * exporter. Threads of the application only get as far as the queue. Thread safe.
 *
 * @param <T> a record as it is handed over
 * @param <D> a record as it is exported
 */
final class ExportPipeline<T, D> {

	private final RecordKind<T, D> kind;

	private final PipelineSettings settings;

	private final Admission admission;

	private final ExportAccount account;

	private final RecordQueue<T> queue;

	private final Waker waker = new Waker();

	private final ExportWorker worker;

	private final AtomicBoolean started = new AtomicBoolean();

	ExportPipeline(RecordKind<T, D> kind, RecordSink<D> sink, PipelineSettings settings, Context context,
			ScheduledExecutorService clock) {
		this.kind = kind;
		this.settings = settings;
		this.admission = new Admission(settings.queueSize(), settings.queueBytes());
		this.account = new ExportAccount(this.admission,
				new ExporterState(kind.name(), sink.name(), sink.description(), this.admission), settings);
		this.queue = new RecordQueue<>(this.admission.capacity());
		Batches<T, D> batches = new Batches<>(this.queue, kind, settings, this.account::leftOut);
		BatchSender<D> sender = new BatchSender<>(kind, sink, settings.timeout(), context, clock,
				() -> stuck(sink.description()));
		LossLog log = new LossLog(kind.name(), sink.description());
		DataLossSignal<D> signal = new DataLossSignal<>(this.account, settings, kind, sender, log);
		SpooledDelivery<D> spooled = spooled(sink, batches, sender);
		Delivery delivery = (spooled != null) ? spooled
				: new DirectDelivery<>(this.account, settings, batches, sender, signal, log);
		this.worker = new ExportWorker(sink.name(), this.account, settings.batchSize(), sender, signal, delivery,
				this.waker);
		if (spooled != null && spooled.hasLeftovers()) {
			start();
		}
	}

	private @Nullable SpooledDelivery<D> spooled(RecordSink<D> sink, Batches<T, D> batches, BatchSender<D> sender) {
		SpoolSettings spool = sink.spool();
		return (spool != null) ? new SpooledDelivery<>(this.account, this.settings, this.kind, sink, spool, batches,
				sender, this.waker) : null;
	}

	ExporterState state() {
		return this.account.state();
	}

	/**
	 * Takes records that belong together, such as the spans of a trace: all or none,
	 * unless there are more of them than could ever be queued. Neither waits nor throws.
	 * @param records the records; must not change any more
	 * @param bytes how much memory they take
	 * @param expendable whether they are refused first when room is short
	 */
	void offer(List<T> records, long bytes, boolean expendable) {
		int number = records.size();
		if (number == 0) {
			// Would take room in the queue without a permit for it.
			return;
		}
		this.account.handedOver(number);
		if (this.admission.canEverAcquire(number, bytes, expendable)) {
			admit(records, number, Math.max(bytes, 0), expendable);
		}
		else {
			offerInParts(records, expendable);
		}
	}

	// Parts of a batch each, and of less than what can be queued.
	private void offerInParts(List<T> records, boolean expendable) {
		List<T> part = new ArrayList<>();
		long partBytes = 0;
		for (T record : records) {
			long bytes = Math.max(this.kind.footprint(record), 0);
			if (!this.admission.canEverAcquire(1, bytes, expendable)) {
				this.account.tooLarge(1);
				continue;
			}
			boolean full = part.size() >= this.settings.batchSize()
					|| !this.admission.canEverAcquire(part.size() + 1, partBytes + bytes, expendable);
			if (full) {
				admit(part, part.size(), partBytes, expendable);
				part = new ArrayList<>();
				partBytes = 0;
			}
			part.add(record);
			partBytes += bytes;
		}
		if (!part.isEmpty()) {
			admit(part, part.size(), partBytes, expendable);
		}
	}

	private void admit(List<T> records, int number, long bytes, boolean expendable) {
		if (!this.admission.tryAcquire(number, bytes, expendable)) {
			refuse(number);
			return;
		}
		this.queue.add(records, bytes);
		if (!this.started.get()) {
			start();
		}
		else if (this.admission.held() >= this.settings.batchSize()) {
			this.waker.wakeForBatch();
		}
	}

	private void refuse(int records) {
		this.account.refused(records);
		if (!this.started.get() && !this.admission.isClosed()) {
			// The worker reports losses, and nothing has started it yet.
			start();
		}
	}

	/**
	 * Starts the exporting thread, unless there is one.
	 */
	void start() {
		if (!this.started.compareAndSet(false, true)) {
			return;
		}
		try {
			this.worker.start();
		}
		catch (Throwable ex) {
			// No thread to be had: the next record tries again.
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
			this.account.abandoned();
			return this.worker.closeUnstarted();
		}
		return this.worker.close();
	}

	/**
	 * Gives up what has not been acknowledged.
	 */
	void abandon() {
		this.account.abandoned();
		this.worker.abandon();
	}

	// Said by the clock: the thread that would is the one that waits for the exporter.
	private void stuck(String target) {
		this.account.breaker().trip(System.nanoTime());
		ExportLog.warn(
				"{} cannot be sent to {}: the exporter does not come back from a call. The application is not "
						+ "affected; they wait in the queue until it does.",
				ExportLog.capitalized(this.kind.name()), target);
	}

}
