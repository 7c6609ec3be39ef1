package dev.telemetry.export;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.otlp.AnswerListener;
import dev.telemetry.export.otlp.NetworkFailures;

/**
 * An attempt to send one batch to a backend. It is settled exactly once, by whichever
 * comes first: the answer, a failure of the exporter, the timeout, or the end of the
 * application. Later events are ignored. Thread safe.
 */
final class ExportAttempt implements AnswerListener {

	private static final String ACKNOWLEDGED = "";

	private final int records;

	private final Consumer<ExportAttempt> account;

	private final long startNanos = System.nanoTime();

	// The empty string if the batch was acknowledged, otherwise what went wrong.
	private final AtomicReference<@Nullable String> outcome = new AtomicReference<>();

	private final CountDownLatch settled = new CountDownLatch(1);

	private final Lock callLock = new ReentrantLock();

	// Guarded by callLock.
	private @Nullable Thread caller;

	private final LongAdder sentBytes = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private volatile @Nullable String answer;

	private volatile @Nullable String noAnswer;

	private volatile boolean refused;

	private volatile boolean unreachable;

	private volatile Duration retryAfter = Duration.ZERO;

	/**
	 * Begins an attempt.
	 * @param records how many records of the application are in the batch
	 * @param account called once, as soon as the attempt is settled
	 */
	ExportAttempt(int records, Consumer<ExportAttempt> account) {
		this.records = records;
		this.account = account;
	}

	/**
	 * Calls the exporter on this thread. Never throws.
	 */
	void call(Callee exporter) {
		enter();
		try {
			CompletableResultCode result = exporter.export();
			result.whenComplete(() -> completed(result));
		}
		catch (Throwable ex) {
			// The exporter would throw again the next time.
			this.refused = true;
			settle(Failures.describe(ex));
		}
		finally {
			leave();
		}
	}

	private void completed(CompletableResultCode result) {
		settle((result.isSuccess()) ? ACKNOWLEDGED : reason(result.getFailureThrowable()));
	}

	private String reason(@Nullable Throwable failure) {
		this.unreachable = failure != null && NetworkFailures.isUnreachable(failure);
		String words = (this.answer != null) ? this.answer : this.noAnswer;
		if (words != null) {
			return words;
		}
		return (failure != null) ? Failures.describe(failure) : "not acknowledged";
	}

	/**
	 * Settles an attempt for which the exporter was not called, so that the batch may be
	 * sent again.
	 */
	void notSent(String why) {
		this.unreachable = true;
		settle(why);
	}

	/**
	 * Stops waiting for an answer, and interrupts an exporter that blocks. If the attempt
	 * is settled, only the interrupt takes place.
	 */
	void giveUp(String why) {
		settle(why);
		interrupt();
	}

	private void settle(String result) {
		if (this.outcome.compareAndSet(null, result)) {
			try {
				this.account.accept(this);
			}
			catch (Throwable ex) {
				// The exporting thread accounts for records that have not been
				// accounted for.
				ExportLog.debug("Accounting for a batch failed", ex);
			}
			finally {
				this.settled.countDown();
			}
		}
	}

	/**
	 * Waits until the attempt is settled. An interrupt is ignored, because it was meant
	 * for an exporter.
	 */
	void await() {
		while (true) {
			try {
				this.settled.await();
				return;
			}
			catch (InterruptedException ex) {
				// The attempt will be settled, at the timeout at the latest.
			}
		}
	}

	/**
	 * Waits until the attempt is settled, but no longer than a given time. An interrupt
	 * is ignored.
	 * @return whether the attempt is settled
	 */
	boolean await(long nanos) {
		long deadline = System.nanoTime() + nanos;
		while (true) {
			try {
				return this.settled.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				// The interrupt was meant for an exporter.
			}
		}
	}

	@Override
	public void answered(String status, boolean refused) {
		this.refused = refused;
		this.answer = status;
	}

	@Override
	public void unanswered(String words) {
		this.noAnswer = words;
	}

	@Override
	public void retryAfter(Duration delay) {
		this.retryAfter = delay;
	}

	/**
	 * Returns how long the backend asked not to be called, zero if it did not ask.
	 */
	Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Returns whether sending the batch again would be of no use.
	 */
	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Returns whether the batch was not accepted for a temporary reason: the backend said
	 * so, or was not reached.
	 */
	boolean isRefusedForNow() {
		return !isAcknowledged() && !this.refused && (this.unreachable || this.answer != null);
	}

	@Override
	public void sent(long bytes) {
		this.sentBytes.add(bytes);
	}

	long sentBytes() {
		return this.sentBytes.sum();
	}

	@Override
	public void rejected(long number) {
		this.rejected.add(Math.min(Math.max(number, 0), this.records));
	}

	boolean isSettled() {
		return this.settled.getCount() == 0;
	}

	boolean isAcknowledged() {
		return ACKNOWLEDGED.equals(this.outcome.get());
	}

	String failure() {
		String result = this.outcome.get();
		return (result != null) ? result : "";
	}

	int records() {
		return this.records;
	}

	int rejectedRecords() {
		return (int) Math.min(this.rejected.sum(), this.records);
	}

	long elapsedNanos() {
		return System.nanoTime() - this.startNanos;
	}

	private void enter() {
		this.callLock.lock();
		try {
			this.caller = Thread.currentThread();
		}
		finally {
			this.callLock.unlock();
		}
	}

	/**
	 * Returns whether the exporter has not returned from its call.
	 */
	boolean isInCall() {
		this.callLock.lock();
		try {
			return this.caller != null;
		}
		finally {
			this.callLock.unlock();
		}
	}

	// Holds the lock, so that the interrupt hits this call and not the next one.
	private void interrupt() {
		this.callLock.lock();
		try {
			if (this.caller != null) {
				this.caller.interrupt();
			}
		}
		finally {
			this.callLock.unlock();
		}
	}

	private void leave() {
		this.callLock.lock();
		try {
			this.caller = null;
			Thread.interrupted();
		}
		finally {
			this.callLock.unlock();
		}
	}

	/**
	 * A call of an exporter.
	 */
	@FunctionalInterface
	interface Callee {

		CompletableResultCode export();

	}

}
