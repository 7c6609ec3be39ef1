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
 * Pipeline of records of one kind to one exporter: admission, queue, batches, breaker,
 * exporter. Threads of the application only put records into the queue. Thread safe.
 *
 * @param <T> a record as it is handed over
 * @param <D> a record as it is exported
 */
final class ExportPipeline<T, D> {

	private static final int LEAST_BATCHES_OF_SPOOL = 4;

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
		Batches<T, D> batches = new Batches<>(this.queue, kind, settings, fullBytes(sink.spool()),
				this.account::leftOut);
		BatchSender<D> sender = new BatchSender<>(kind, sink, settings.timeout(), context, clock,
				() -> stuck(sink.description()));
		LossLog log = new LossLog(kind.name(), sink.description());
		DataLossSignal<D> signal = new DataLossSignal<>(this.account, settings, kind, sender, log);
		SpooledDelivery<D> spooled = spooled(sink, batches, sender);
		Delivery delivery = (spooled != null) ? spooled
				: new DirectDelivery<>(this.account, settings, batches, sender, signal, log);
		this.worker = new ExportWorker(sink.name(), this.account, sender, signal, delivery, this.waker);
		if (spooled != null && spooled.hasLeftovers()) {
			start();
		}
	}

	// Even a small spool has room for several batches.
	private static long fullBytes(@Nullable SpoolSettings spool) {
		return (spool != null) ? spool.maxSize() / LEAST_BATCHES_OF_SPOOL : Long.MAX_VALUE;
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
	 * Offers records that belong together, such as the spans of a trace. The pipeline
	 * takes all or none, unless there are more than could ever be queued. Neither waits
	 * nor throws.
	 * @param records the records; must not change any more
	 * @param bytes how much memory the records take
	 * @param expendable whether the records are refused first when room is short
	 */
	void offer(List<T> records, long bytes, boolean expendable) {
		int number = records.size();
		if (number == 0) {
			// An empty group would take a slot of the queue without a permit.
			return;
		}
		if (this.admission.canEverAcquire(number, bytes, expendable)) {
			admit(records, number, Math.max(bytes, 0), expendable);
		}
		else {
			offerInParts(records, number, expendable);
		}
	}

	// Each part is at most a batch, and less than what can be queued. If anything is
	// thrown, for example because there is no memory, the records that are not queued yet
	// are lost.
	private void offerInParts(List<T> records, int number, boolean expendable) {
		int accounted = 0;
		try {
			List<T> part = new ArrayList<>();
			long partBytes = 0;
			for (int i = 0; i < number; i++) {
				T record = records.get(i);
				long bytes = Math.max(this.kind.footprint(record), 0);
				if (!this.admission.canEverAcquire(1, bytes, expendable)) {
					accounted++;
					tooLarge();
					continue;
				}
				boolean full = part.size() >= this.settings.batchSize()
						|| !this.admission.canEverAcquire(part.size() + 1, partBytes + bytes, expendable);
				if (full) {
					List<T> next = new ArrayList<>();
					accounted += part.size();
					admit(part, part.size(), partBytes, expendable);
					part = next;
					partBytes = 0;
				}
				part.add(record);
				partBytes += bytes;
			}
			int last = part.size();
			accounted += last;
			if (last > 0) {
				admit(part, last, partBytes, expendable);
			}
		}
		catch (Throwable ex) {
			ExportLog.debug("A trace that is larger than the queue was not taken as a whole", ex);
		}
		finally {
			if (accounted < number) {
				refuse(number - accounted);
			}
		}
	}

	private void admit(List<T> records, int number, long bytes, boolean expendable) {
		if (!isAdmitted(records, number, bytes, expendable)) {
			startForLosses();
		}
		else if (!this.started.get()) {
			start();
		}
		else if (this.account.isEnoughQueued()) {
			this.waker.wakeForBatch();
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate")
	private boolean isAdmitted(List<T> records, int number, long bytes, boolean expendable) {
		boolean admitted = false;
		boolean counted = false;
		try {
			admitted = this.admission.tryAcquire(number, bytes, expendable);
			this.account.handedOver(number);
			counted = true;
			if (admitted) {
				this.queue.add(records, bytes);
			}
			else {
				this.account.refused(number);
			}
			return admitted;
		}
		catch (Throwable ex) {
			// No method call here: the stack may be used up.
			if (admitted) {
				this.account.unqueuedBytes += bytes;
				this.account.unqueued += number;
			}
			this.account.unaccounted += (counted) ? number : 0;
			throw ex;
		}
	}

	private void tooLarge() {
		this.account.handedOver(1);
		this.account.tooLarge(1);
	}

	private void refuse(int records) {
		this.account.handedOver(records);
		this.account.refused(records);
		startForLosses();
	}

	// The worker reports losses, and may not have been started yet.
	private void startForLosses() {
		if (!this.started.get() && !this.admission.isClosed()) {
			start();
		}
	}

	/**
	 * Starts the exporting thread, unless it was started.
	 */
	void start() {
		if (!this.started.compareAndSet(false, true)) {
			return;
		}
		try {
			this.worker.start();
		}
		catch (Throwable ex) {
			// No thread could be started: the next record tries again.
			this.started.set(false);
		}
	}

	/**
	 * Sends the queued records now.
	 * @return success if all records were acknowledged
	 */
	CompletableResultCode flush() {
		if (this.admission.held() > 0) {
			start();
		}
		if (this.started.get()) {
			return this.worker.flush();
		}
		return (this.admission.held() > 0) ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
	}

	/**
	 * Admits nothing from now on, and sends the queued records.
	 * @return success as soon as nothing is queued and the exporter is shut down
	 */
	CompletableResultCode close() {
		this.admission.close();
		// The thread is needed even if there is nothing to send: an exporter may hang in
		// its shutdown.
		start();
		if (this.started.compareAndSet(false, true)) {
			this.account.abandoned();
			return this.worker.closeUnstarted();
		}
		return this.worker.close();
	}

	/**
	 * Gives up all records that have not been acknowledged.
	 */
	void abandon() {
		this.account.abandoned();
		this.worker.abandon();
	}

	// Runs on the thread of the clock, because the worker waits for the exporter. Must
	// not block, because the clock has other timeouts to run.
	private void stuck(String target) {
		this.account.breaker().trip(System.nanoTime());
		ExportLog.warnAside(
				"{} cannot be sent to {}: the exporter does not come back from a call. The application is not "
						+ "affected; they wait in the queue until it does.",
				ExportLog.capitalized(this.kind.name()), target);
	}

}
