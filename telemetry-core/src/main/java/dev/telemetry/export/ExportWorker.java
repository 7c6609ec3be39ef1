package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a pipeline: sends what is queued, in batches, and tells the backend
 * what it missed. Survives whatever an exporter throws, and does not keep the JVM alive.
 */
final class ExportWorker {

	private static final Logger logger = LoggerFactory.getLogger(ExportWorker.class);

	private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private final SpanPipeline pipeline;

	private final Batches batches;

	private final BatchSender sender;

	private final DataLossSignal signal;

	private final String name;

	private final AtomicReference<@Nullable CompletableResultCode> flush = new AtomicReference<>();

	private final CompletableResultCode closed = new CompletableResultCode();

	// Says that the thread waits for a full batch, so that only one of those who fill it
	// pays for waking it.
	private final AtomicBoolean waitsForBatch = new AtomicBoolean();

	// Of the exporting thread alone.
	private boolean probesWithTrace;

	private volatile @Nullable Thread thread;

	ExportWorker(SpanPipeline pipeline, ExportTarget target, Context context, ScheduledExecutorService clock) {
		this.pipeline = pipeline;
		this.batches = new Batches(pipeline.queue(), pipeline.settings(), pipeline::leftOut);
		this.sender = new BatchSender(target, pipeline.settings().timeout(), context, clock, pipeline::stuck);
		this.signal = new DataLossSignal(pipeline, this.sender, target);
		this.name = "telemetry-export-" + target.name();
	}

	/**
	 * Starts the thread.
	 * @throws OutOfMemoryError if there is no thread to be had
	 */
	void start() {
		// Inherits nothing of the request that happens to be the first.
		Thread created = new Thread(null, this::run, this.name, 0, false);
		created.setDaemon(true);
		created.setContextClassLoader(ExportWorker.class.getClassLoader());
		this.thread = created;
		created.start();
	}

	void wakeForBatch() {
		if (this.waitsForBatch.get() && this.waitsForBatch.compareAndSet(true, false)) {
			wake();
		}
	}

	private void wake() {
		LockSupport.unpark(this.thread);
	}

	CompletableResultCode flush() {
		CompletableResultCode wanted = new CompletableResultCode();
		CompletableResultCode pending = this.flush.compareAndExchange(null, wanted);
		if (pending != null) {
			return pending;
		}
		wake();
		if (this.closed.isDone()) {
			complete(this.flush.getAndSet(null), false);
		}
		return wanted;
	}

	/**
	 * Ends the thread as soon as nothing is queued.
	 * @return success when it has ended
	 */
	CompletableResultCode close() {
		wake();
		return this.closed;
	}

	/**
	 * Ends the thread at once.
	 */
	void abandon() {
		this.sender.abandon();
		wake();
	}

	/**
	 * Ends what never began.
	 */
	CompletableResultCode closeUnstarted() {
		this.sender.shutdown();
		this.closed.succeed();
		return this.closed;
	}

	private void run() {
		try {
			while (step()) {
				continue;
			}
		}
		finally {
			// Whatever ended the thread, every span is accounted for.
			this.pipeline.abandon();
			this.sender.shutdown();
			this.closed.succeed();
			complete(this.flush.getAndSet(null), false);
		}
	}

	private boolean step() {
		// One from elsewhere would keep this thread from ever waiting.
		Thread.interrupted();
		boolean closing = this.pipeline.admission().isClosed();
		if (closing && !this.pipeline.breaker().isClosed()) {
			this.sender.hurry();
		}
		// Whoever asks from now on may mean spans that are not sent by this step.
		CompletableResultCode wanted = this.flush.getAndSet(null);
		boolean all = false;
		try {
			all = exportQueued(wanted != null || closing);
			// What is given up at the end is said by one line for all exporters.
			if (!this.sender.isAbandoned()) {
				this.signal.report(closing && all);
			}
		}
		catch (Throwable ex) {
			survive(ex);
		}
		complete(wanted, all);
		return (closing) ? isLeft() : awaitWork();
	}

	private boolean exportQueued(boolean atOnce) {
		CircuitBreaker breaker = this.pipeline.breaker();
		int queued = this.pipeline.admission().held();
		if (!breaker.isClosed() && (!isTimeToTry(atOnce) || !isBack())) {
			return false;
		}
		boolean all = true;
		while (queued > 0 && breaker.isClosed() && !this.sender.isAbandoned()) {
			List<SpanData> batch = this.batches.next();
			if (batch.isEmpty()) {
				break;
			}
			queued -= batch.size();
			all &= this.sender.send(batch, this.pipeline::settled);
			if (!all && !atOnce) {
				break;
			}
		}
		return all;
	}

	private boolean isTimeToTry(boolean atOnce) {
		return atOnce || this.pipeline.breaker().nanosUntilTry(System.nanoTime()) <= 0;
	}

	// Tried with the span for what is lost, which cannot be lost itself; and with one
	// trace if the exporter did not cope with that, unless the application may hold it
	// back.
	private boolean isBack() {
		this.pipeline.probing();
		List<SpanData> trace = (this.probesWithTrace && !this.sender.isFiltered()) ? this.batches.nextTrace()
				: List.of();
		this.probesWithTrace = !this.probesWithTrace;
		return (trace.isEmpty()) ? this.signal.probe() : this.sender.send(trace, this.pipeline::settled);
	}

	private boolean awaitWork() {
		boolean sending = this.pipeline.breaker().isClosed();
		long nanos = this.pipeline.settings().delay().toNanos();
		if (!sending) {
			nanos = Math.min(nanos, this.pipeline.breaker().nanosUntilTry(System.nanoTime()));
		}
		this.waitsForBatch.set(sending);
		if (!sending || this.pipeline.admission().held() < this.pipeline.settings().batchSize()) {
			pause(nanos);
		}
		this.waitsForBatch.set(false);
		return true;
	}

	private void pause(long nanos) {
		if (this.flush.get() == null && !this.pipeline.admission().isClosed()) {
			LockSupport.parkNanos(this, nanos);
		}
	}

	// While closing. A trace that has been let in may not be in the queue yet.
	private boolean isLeft() {
		if (this.sender.isAbandoned() || this.pipeline.admission().held() == 0) {
			return false;
		}
		if (!this.pipeline.breaker().isClosed()) {
			this.pipeline.abandon();
			return false;
		}
		LockSupport.parkNanos(this, SHORT_NANOS);
		return true;
	}

	private void survive(Throwable failure) {
		try {
			logger.debug("Exporting spans failed", failure);
			LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
		}
		catch (Throwable ex) {
			// What cannot be logged either is not worth the thread.
		}
	}

	// Runs what the application wants to be done then, whatever that throws.
	private void complete(@Nullable CompletableResultCode wanted, boolean success) {
		if (wanted == null) {
			return;
		}
		try {
			if (success) {
				wanted.succeed();
			}
			else {
				wanted.fail();
			}
		}
		catch (Throwable ex) {
			survive(ex);
		}
	}

}
