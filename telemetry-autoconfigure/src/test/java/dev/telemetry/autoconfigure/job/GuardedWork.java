package dev.telemetry.autoconfigure.job;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Work that something else guards, each as a job and as a call.
 */
class GuardedWork {

	private final AtomicInteger attempts = new AtomicInteger();

	private final TelemetryRecorder recorder;

	private final CountDownLatch released = new CountDownLatch(1);

	GuardedWork(TelemetryRecorder recorder) {
		this.recorder = recorder;
	}

	@Retryable(maxRetries = 2, delay = 1)
	@TimedJob(queue = "job", type = "retry")
	void retryJob() {
		attempt();
	}

	@Retryable(maxRetries = 2, delay = 1)
	@TimedExternalCall(service = "call", operation = "retry")
	void retryCall() {
		attempt();
	}

	private void attempt() {
		if (this.attempts.incrementAndGet() % 3 != 0) {
			throw new IllegalStateException("not yet");
		}
	}

	@Cacheable("job")
	@TimedJob(queue = "job", type = "cache")
	String cacheJob() {
		return "answer";
	}

	@Cacheable("call")
	@TimedExternalCall(service = "call", operation = "cache")
	String cacheCall() {
		return "answer";
	}

	@SchedulerLock(name = "job")
	@TimedJob(queue = "job", type = "lock")
	void lockJob() {
	}

	@SchedulerLock(name = "call")
	@TimedExternalCall(service = "call", operation = "lock")
	void lockCall() {
	}

	@Transactional
	@TimedJob(queue = "job", type = "transaction")
	void transactionJob() {
	}

	@Transactional
	@TimedExternalCall(service = "call", operation = "transaction")
	void transactionCall() {
	}

	@ConcurrencyLimit(1)
	@TimedJob(queue = "job", type = "limit")
	void limitJob() throws InterruptedException {
		awaitRelease();
	}

	@ConcurrencyLimit(1)
	@TimedExternalCall(service = "call", operation = "limit")
	void limitCall() throws InterruptedException {
		awaitRelease();
	}

	@Async
	@TimedJob(queue = "job", type = "async")
	void asyncJob() throws InterruptedException {
		awaitRelease();
	}

	@Async
	@TimedExternalCall(service = "call", operation = "async")
	void asyncCall() throws InterruptedException {
		awaitRelease();
	}

	private void awaitRelease() throws InterruptedException {
		if (!this.released.await(10, TimeUnit.SECONDS)) {
			throw new IllegalStateException("was not released");
		}
	}

	void release() {
		this.released.countDown();
	}

	@Scheduled(fixedDelay = 3_600_000, initialDelay = 3_600_000)
	@SchedulerLock(name = "scheduled")
	void scheduledWithLock() {
	}

	@Scheduled(fixedDelay = 3_600_000, initialDelay = 3_600_000)
	void scheduledWithSwitch() {
		this.recorder.current().skip("switched_off");
	}

	/** Gives no lock to anybody: another instance has them all. */
	static final class HeldElsewhere implements LockProvider {

		private volatile boolean free;

		void free(boolean free) {
			this.free = free;
		}

		@Override
		public Optional<SimpleLock> lock(LockConfiguration configuration) {
			return (this.free) ? Optional.of(() -> {
			}) : Optional.empty();
		}

	}

	/** Cannot commit. */
	static final class FailingTransactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			throw new TransactionSystemException("cannot commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
