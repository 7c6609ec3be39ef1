package dev.telemetry.autoconfigure.web.lives;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads that know nothing of telemetry. No executor in itself: Spring Boot would not
 * make one of its own beside it.
 *
 * @param executor runs tasks on them
 */
record Workers(ExecutorService executor) implements AutoCloseable {

	static final int COUNT = 4;

	static Workers start() {
		return new Workers(Executors.newFixedThreadPool(COUNT, (task) -> {
			Thread thread = new Thread(task, "worker");
			thread.setDaemon(true);
			return thread;
		}));
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
