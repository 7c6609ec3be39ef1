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
 * One batch on its way to a backend. It is settled exactly once, by what comes first: the
 * answer, a fault of the exporter, the clock, or the end of the application. What comes
 * later is ignored. Thread safe.
 */
final class ExportAttempt implements AnswerListener {

	private static final String ACKNOWLEDGED = "";

	private final int records;

	private final Consumer<ExportAttempt> account;

	private final long startNanos = System.nanoTime();

	// Empty if the batch was acknowledged, else what went wrong.
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
	 * @param account is called once, as soon as it is settled
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
			// Would be the same the next time.
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
	 * Waits no longer for an answer, and wakes an exporter that blocks. Does nothing but
	 * that if it is settled.
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
				// The exporting thread accounts for what has not been accounted for.
				ExportLog.debug("Accounting for a batch failed", ex);
			}
			finally {
				this.settled.countDown();
			}
		}
	}

	/**
	 * Waits until it is settled. An interrupt is not obeyed: it was meant for an
	 * exporter.
	 */
	void await() {
		while (true) {
			try {
				this.settled.await();
				return;
			}
			catch (InterruptedException ex) {
				// Settled it will be, at the timeout.
			}
		}
	}

	/**
	 * Waits until it is settled, but no longer than it may take. An interrupt is not
	 * obeyed.
	 * @return whether it is settled
	 */
	boolean await(long nanos) {
		long deadline = System.nanoTime() + nanos;
		while (true) {
			try {
				return this.settled.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				// It was meant for an exporter.
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
	 * How long the backend asked to be left alone, zero if it did not.
	 */
	Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Whether it would be of no use to send the batch again.
	 */
	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Whether the batch was not accepted for a reason that passes: the backend said so,
	 * or was not reached.
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
	 * Whether the exporter has not come back from its call.
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

	// With the lock, so that an interrupt meets this call and not the next one.
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
	 * The call of an exporter.
	 */
	@FunctionalInterface
	interface Callee {

		CompletableResultCode export();

	}

}
