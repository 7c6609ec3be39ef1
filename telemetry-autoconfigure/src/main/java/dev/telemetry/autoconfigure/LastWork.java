package dev.telemetry.autoconfigure;

/**
 * Does work before the application has ended, and waits for it, even on an interrupted
 * thread: if a task closes the application, such as a scheduled one that has nothing more
 * to do, the executor of the task is shut down meanwhile and interrupts it. An interrupt
 * during the work ends the wait.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LastWork {

	private LastWork() {
	}

	/**
	 * Does work on this thread. The thread is interrupted afterwards if it was before.
	 * @param work the work, which has to limit its waiting time
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
