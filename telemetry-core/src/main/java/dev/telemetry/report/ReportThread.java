package dev.telemetry.report;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.telemetry.health.DaemonThread;

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
				(work) -> DaemonThread.of(name, work));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Creates an executor for delayed work, which drops waiting work at its end.
	 */
	static ScheduledThreadPoolExecutor createScheduled(String name) {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
				(work) -> DaemonThread.of(name, work));
		executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
