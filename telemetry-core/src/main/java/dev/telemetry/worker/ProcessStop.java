package dev.telemetry.worker;

import java.util.concurrent.TimeUnit;

/**
 * Ends processes.
 */
final class ProcessStop {

	private ProcessStop() {
	}

	/**
	 * Asks a process to end, and makes it after a while, or at once if the thread is
	 * interrupted.
	 * @return whether it had to be made to
	 */
	static boolean stop(Process process, long timeoutNanos) {
		if (!process.isAlive()) {
			return false;
		}
		process.destroy();
		try {
			if (process.waitFor(timeoutNanos, TimeUnit.NANOSECONDS)) {
				return false;
			}
			process.destroyForcibly();
			process.waitFor(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		return true;
	}

}
