package dev.telemetry.sampling;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import dev.telemetry.health.DaemonThread;

/**
 * Hands on the held spans of traces that are certain to be kept, once a second as long as
 * there are any. One daemon thread serves all traces; it starts with the first and ends
 * after a while without work. Thread safe; arming an armed timer costs one volatile read.
 */
final class HandOverTimer {

	static final long PERIOD_NANOS = 1_000_000_000L;

	private static final long IDLE_SECONDS = 10;

	private final AtomicBoolean armed = new AtomicBoolean();

	private final Schedule schedule;

	private final BooleanSupplier handOver;

	/**
	 * Creates a timer.
	 * @param schedule runs the work later
	 * @param handOver hands on what is due, and returns whether there is more to come
	 */
	HandOverTimer(Schedule schedule, BooleanSupplier handOver) {
		this.schedule = schedule;
		this.handOver = handOver;
	}

	/**
	 * Lets the timer look at all traces one second from now.
	 */
	void arm() {
		if (!this.armed.get() && this.armed.compareAndSet(false, true)) {
			try {
				this.schedule.later(this::run);
			}
			catch (Throwable ex) {
				// No thread could be started: the next call of arm() tries again.
				this.armed.set(false);
			}
		}
	}

	private void run() {
		this.armed.set(false);
		// If anything is thrown, for example because there is no memory, there may be
		// more.
		boolean more = true;
		try {
			more = this.handOver.getAsBoolean();
		}
		finally {
			if (more) {
				arm();
			}
		}
	}

	void stop() {
		this.schedule.stop();
	}

	/**
	 * Runs work one second from now.
	 */
	interface Schedule {

		void later(Runnable work);

		void stop();

		/**
		 * Returns a schedule that has a thread of its own.
		 */
		static Schedule onThread() {
			return new ThreadSchedule();
		}

	}

	private static final class ThreadSchedule implements Schedule {

		private final ScheduledThreadPoolExecutor executor;

		ThreadSchedule() {
			this.executor = new ScheduledThreadPoolExecutor(1, ThreadSchedule::thread,
					new ThreadPoolExecutor.DiscardPolicy());
			this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
			this.executor.allowCoreThreadTimeOut(true);
		}

		private static Thread thread(Runnable work) {
			return DaemonThread.of("telemetry-sampling", work);
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored")
		public void later(Runnable work) {
			// The queue is empty, unless no thread could be started for the work in it.
			this.executor.getQueue().clear();
			this.executor.schedule(work, PERIOD_NANOS, TimeUnit.NANOSECONDS);
		}

		@Override
		public void stop() {
			this.executor.shutdownNow();
		}

	}

}
