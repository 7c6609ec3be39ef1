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
	 * interrupted meanwhile
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

	// Waits even if the current thread was interrupted before, for example by its
	// executor that has ended.
	private static boolean await(Process process, long timeoutNanos) {
		boolean interrupted = Thread.interrupted();
		try {
			return process.waitFor(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
