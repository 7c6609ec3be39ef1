package dev.telemetry.worker;

/**
 * A worker process that was started or is followed. Thread safe.
 *
 * @since 0.1.0
 */
public interface Worker extends AutoCloseable {

	/**
	 * Returns the process. Its standard input and output are the application's.
	 * @return the process
	 */
	Process process();

	/**
	 * Returns its id in spans.
	 * @return the pool and a number
	 */
	String id();

	/**
	 * Waits until the process has ended, and then for its last lines, at most for
	 * {@code telemetry.worker.drain}.
	 * @return the exit code of the process, by convention 0 for a success
	 * @throws InterruptedException if the thread is interrupted
	 */
	int waitFor() throws InterruptedException;

	/**
	 * Ends the process if it is running: it is asked to end, and killed after
	 * {@code telemetry.worker.stop-timeout}. Waits for its last lines as
	 * {@link #waitFor()} does. Child processes of it are not ended. A second call has no
	 * effect.
	 */
	@Override
	void close();

}
