package dev.telemetry.export;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.DaemonThread;

/**
 * The thread of a pipeline. It sends queued records in batches, and tells the backend
 * what it missed. It survives any exception or error, and does not keep the JVM alive.
 */
final class ExportWorker {

	private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final String name;

	private final ExportAccount account;

	private final BatchSender<?> sender;

	private final DataLossSignal<?> signal;

	private final Delivery delivery;

	private final Waker waker;

	private final AtomicReference<@Nullable CompletableResultCode> flush = new AtomicReference<>();

	private final CompletableResultCode closed = new CompletableResultCode();

	/**
	 * Creates a worker without its thread.
	 * @param exporter name of the exporter
	 * @param waker wakes the thread
	 */
	ExportWorker(String exporter, ExportAccount account, BatchSender<?> sender, DataLossSignal<?> signal,
			Delivery delivery, Waker waker) {
		this.name = "telemetry-export-" + exporter;
		this.account = account;
		this.sender = sender;
		this.signal = signal;
		this.delivery = delivery;
		this.waker = waker;
	}

	/**
	 * Starts the thread.
	 * @throws OutOfMemoryError if no thread can be created
	 */
	void start() {
		Thread created = DaemonThread.of(this.name, this::run);
		this.waker.wakes(created);
		created.start();
	}

	CompletableResultCode flush() {
		CompletableResultCode wanted = new CompletableResultCode();
		CompletableResultCode pending = this.flush.compareAndExchange(null, wanted);
		if (pending != null) {
			return pending;
		}
		this.waker.wake();
		if (this.closed.isDone()) {
			complete(this.flush.getAndSet(null), false);
		}
		return wanted;
	}

	/**
	 * Ends the thread as soon as nothing is queued.
	 * @return success when the thread has ended
	 */
	CompletableResultCode close() {
		this.waker.wake();
		return this.closed;
	}

	/**
	 * Ends the thread at once.
	 */
	void abandon() {
		this.sender.abandon();
		this.waker.wake();
	}

	/**
	 * Closes a worker whose thread was never started.
	 */
	CompletableResultCode closeUnstarted() {
		this.sender.shutdown();
		complete(this.closed, true);
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
			complete(this.closed, true);
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
		// Every record is accounted for, whatever ended the thread.
		this.account.abandoned();
		this.sender.shutdown();
	}

	// Returns false, which ends the thread, only when the pipeline is closed; catches
	// everything that is thrown.
	private boolean step() {
		boolean closing = this.account.admission().isClosed();
		try {
			// An interrupt from elsewhere would keep this thread from ever waiting.
			Thread.interrupted();
			deliver(closing);
			if (!closing) {
				awaitWork();
				return true;
			}
			return isLeft();
		}
		catch (Throwable ex) {
			survive(ex);
			return !closing || isHeld();
		}
	}

	private void deliver(boolean closing) {
		if (closing && !this.account.breaker().isClosed()) {
			this.sender.hurry();
		}
		// A flush that is requested from now on may be for records of a later step.
		CompletableResultCode wanted = this.flush.getAndSet(null);
		boolean all = false;
		try {
			this.account.settleHandedOver();
			all = this.delivery.deliver(wanted != null || closing, closing);
			// One line for all exporters reports the records that are given up at
			// the end.
			if (!this.sender.isAbandoned()) {
				this.signal.report(closing && all, this.delivery.isFree());
			}
		}
		catch (Throwable ex) {
			survive(ex);
		}
		finally {
			complete(wanted, all);
		}
	}

	private void awaitWork() {
		boolean takes = this.delivery.takesBatches();
		this.waker.waitsForBatch(takes);
		if (!takes || !this.account.isEnoughQueued()) {
			pause(this.delivery.pauseNanos());
		}
		this.waker.waitsForBatch(false);
	}

	private void pause(long nanos) {
		if (this.flush.get() == null && !this.account.admission().isClosed()) {
			LockSupport.parkNanos(this, nanos);
		}
	}

	// Called while closing. Admitted records may not be in the queue yet.
	private boolean isLeft() {
		if (!isHeld()) {
			return false;
		}
		if (this.delivery.isStuck()) {
			this.account.abandoned();
			return false;
		}
		LockSupport.parkNanos(this, Math.max(SHORT_NANOS, Math.min(this.delivery.pauseNanos(), LOOK_NANOS)));
		return true;
	}

	private boolean isHeld() {
		return !this.sender.isAbandoned() && this.account.admission().held() > 0;
	}

	private void survive(Throwable failure) {
		ExportLog.debug("Exporting failed", failure);
		try {
			LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
		}
		catch (Throwable ex) {
			// The thread must survive this too.
		}
	}

	// Runs callbacks of the application, which may throw.
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
