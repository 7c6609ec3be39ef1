package dev.telemetry.report;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes threads that are there while there is work, and keep no application alive.
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
	 * One that does its work after a while, and forgets at its end what is left.
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
