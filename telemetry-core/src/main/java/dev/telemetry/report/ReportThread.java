package dev.telemetry.report;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Creates executors whose threads exist only while there is work, and do not keep the JVM
 * alive.
 */
final class ReportThread {

	private static final long IDLE_SECONDS = 5;

	private ReportThread() {
	}

	static ThreadPoolExecutor create(String name, BlockingQueue<Runnable> queue) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, queue,
				(work) -> thread(name, work));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Creates an executor for delayed work, which drops waiting work at its end.
	 */
	static ScheduledThreadPoolExecutor createScheduled(String name) {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (work) -> thread(name, work));
		executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private static Thread thread(String name, Runnable work) {
		Thread thread = new Thread(null, work, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(ReportThread.class.getClassLoader());
		return thread;
	}

}
