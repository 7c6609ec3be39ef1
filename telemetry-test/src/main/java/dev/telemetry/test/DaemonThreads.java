package dev.telemetry.test;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads with names that count up.
 */
final class DaemonThreads implements ThreadFactory {

	private final String name;

	private final AtomicInteger count = new AtomicInteger();

	DaemonThreads(String name) {
		this.name = name;
	}

	@Override
	public Thread newThread(Runnable work) {
		Thread thread = new Thread(work, this.name + "-" + this.count.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

}
