package dev.telemetry.export;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.export.disk.SpoolSettings;

/**
 * The one thread of a pipeline: sends what is queued, in batches, and tells the backend
 * what it missed. Survives whatever an exporter throws, and does not keep the JVM alive.
 */
final class ExportWorker {

	private static final Logger logger = LoggerFactory.getLogger(ExportWorker.class);

	private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private final SpanPipeline pipeline;

	private final BatchSender sender;

	private final DataLossSignal signal;

	private final Delivery delivery;

	private final boolean work;

	private final String name;

	private final AtomicReference<@Nullable CompletableResultCode> flush = new AtomicReference<>();

	private final CompletableResultCode closed = new CompletableResultCode();

	// Says that the thread waits for a full batch, so that only one of those who fill it
	// pays for waking it.
	private final AtomicBoolean waitsForBatch = new AtomicBoolean();

	private volatile @Nullable Thread thread;

	ExportWorker(SpanPipeline pipeline, ExportTarget target, Context context, ScheduledExecutorService clock) {
		this.pipeline = pipeline;
		this.sender = new BatchSender(target, pipeline.settings().timeout(), context, clock, pipeline::stuck);
		this.signal = new DataLossSignal(pipeline, this.sender, target);
		this.name = "telemetry-export-" + target.name();
		Batches batches = new Batches(pipeline.queue(), pipeline.settings(), pipeline::leftOut);
		SpoolSettings spool = target.spool();
		if (spool != null) {
			SpooledDelivery spooled = new SpooledDelivery(pipeline, batches, this.sender, target, spool, this::wake);
			this.work = spooled.hasLeftovers();
			this.delivery = spooled;
		}
		else {
			this.work = false;
			this.delivery = new DirectDelivery(pipeline, batches, this.sender, this.signal);
		}
	}

	/**
	 * Whether there is something to do before the first span.
	 */
	boolean hasWork() {
		return this.work;
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
			boolean running = true;
			while (running) {
				running = step();
			}
		}
		finally {
			end();
			this.closed.succeed();
			complete(this.flush.getAndSet(null), false);
		}
	}

	private void end() {
		try {
			this.delivery.close();
		}
		catch (Throwable ex) {
			survive(ex);
		}
		// Whatever ended the thread, every span is accounted for.
		this.pipeline.abandon();
		this.sender.shutdown();
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
			all = this.delivery.deliver(wanted != null || closing, closing);
			// What is given up at the end is said by one line for all exporters.
			if (!this.sender.isAbandoned()) {
				this.signal.report(closing && all, this.delivery.isFree());
			}
		}
		catch (Throwable ex) {
			survive(ex);
		}
		complete(wanted, all);
		return (closing) ? isLeft() : awaitWork();
	}

	private boolean awaitWork() {
		boolean takes = this.delivery.takesBatches();
		this.waitsForBatch.set(takes);
		if (!takes || this.pipeline.admission().held() < this.pipeline.settings().batchSize()) {
			pause(this.delivery.pauseNanos());
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
		if (this.delivery.isStuck()) {
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
