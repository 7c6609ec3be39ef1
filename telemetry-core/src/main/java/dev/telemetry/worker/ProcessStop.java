package dev.telemetry.worker;

import java.util.concurrent.TimeUnit;

/**
 * Ends processes.
 */
final class ProcessStop {

	private ProcessStop() {
	}

	/**
	 * Asks a process to end, and waits for its end.
	 * @return whether the process has ended; {@code false} also if the thread is
	 * interrupted
	 */
	static boolean ask(Process process, long timeoutNanos) {
		if (process.isAlive()) {
			process.destroy();
		}
		return await(process, timeoutNanos);
	}

	/**
	 * Kills a process, and waits for its end.
	 */
	static void force(Process process, long timeoutNanos) {
		process.destroyForcibly();
		await(process, timeoutNanos);
	}

	private static boolean await(Process process, long timeoutNanos) {
		try {
			return process.waitFor(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
