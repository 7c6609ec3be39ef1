package dev.telemetry.autoconfigure;

/**
 * Does what is to be done before the application has ended, and waits for it, also on a
 * thread that is interrupted: where a task closes the application, as a scheduled one
 * that has nothing more to do, its executor is shut down on the way and interrupts it. An
 * interrupt meanwhile ends the wait.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LastWork {

	private LastWork() {
	}

	/**
	 * Does it on this thread, and leaves the thread interrupted if it was.
	 * @param work what is done; has to limit how long it waits
	 */
	public static void run(Runnable work) {
		boolean interrupted = Thread.interrupted();
		try {
			work.run();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
