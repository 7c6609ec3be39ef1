package dev.telemetry.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.telemetry.health.DaemonThread;

/**
 * Starts processes without recording them. The standard error stream of a process is
 * copied to that of this process, because no other code reads it.
 */
final class NoopWorkers implements Workers {

	static final Workers INSTANCE = new NoopWorkers();

	private static final long STOP_SECONDS = 2;

	private NoopWorkers() {
	}

	@Override
	public Worker start(ProcessBuilder builder, String pool) throws IOException {
		ProcessBuilder.Redirect error = builder.redirectError();
		if (builder.redirectErrorStream() || !error.equals(ProcessBuilder.Redirect.PIPE)) {
			return new Unfollowed(builder.start(), pool);
		}
		try {
			return new Unfollowed(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start(), pool);
		}
		finally {
			builder.redirectError(error);
		}
	}

	@Override
	public Worker follow(Process process, String pool) {
		DaemonThread.of("telemetry-worker-" + pool, () -> passOn(process)).start();
		return new Unfollowed(process, pool);
	}

	private static void passOn(Process process) {
		try (InputStream error = process.getErrorStream()) {
			error.transferTo(System.err);
		}
		catch (Exception ex) {
			// The process has ended, or other code reads the stream.
		}
	}

	@Override
	public void prepare(Map<String, String> environment) {
	}

	/**
	 * A process that is not recorded.
	 *
	 * @param process the process
	 * @param id the pool
	 */
	record Unfollowed(Process process, String id) implements Worker {

		@Override
		public int waitFor() throws InterruptedException {
			return this.process.waitFor();
		}

		@Override
		public void close() {
			long timeoutNanos = TimeUnit.SECONDS.toNanos(STOP_SECONDS);
			if (!ProcessStop.ask(this.process, timeoutNanos)) {
				ProcessStop.force(this.process, timeoutNanos);
			}
		}

	}

}
