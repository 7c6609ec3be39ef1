package dev.telemetry.sampling;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Hands on what is held of traces that are certain to be kept, once in a second as long
 * as there is any. One daemon thread for all of them, which starts with the first and
 * ends when it has had nothing to do for a while. Thread safe; once armed, arming it
 * again costs one volatile read.
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
	 * @param handOver hands on what is due; tells whether there is more to come
	 */
	HandOverTimer(Schedule schedule, BooleanSupplier handOver) {
		this.schedule = schedule;
		this.handOver = handOver;
	}

	/**
	 * Lets the timer look at all traces in a second.
	 */
	void arm() {
		if (!this.armed.get() && this.armed.compareAndSet(false, true)) {
			try {
				this.schedule.later(this::run);
			}
			catch (Throwable ex) {
				// No thread to be had: whoever arms it next tries again.
				this.armed.set(false);
			}
		}
	}

	private void run() {
		this.armed.set(false);
		if (this.handOver.getAsBoolean()) {
			arm();
		}
	}

	void stop() {
		this.schedule.stop();
	}

	/**
	 * Runs work in a second.
	 */
	interface Schedule {

		void later(Runnable work);

		void stop();

		/**
		 * Runs it on a thread of its own.
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
			Thread thread = new Thread(null, work, "telemetry-sampling", 0, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(HandOverTimer.class.getClassLoader());
			return thread;
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored")
		public void later(Runnable work) {
			// Empty, unless there was no thread for what is in it.
			this.executor.getQueue().clear();
			this.executor.schedule(work, PERIOD_NANOS, TimeUnit.NANOSECONDS);
		}

		@Override
		public void stop() {
			this.executor.shutdownNow();
		}

	}

}
