package dev.telemetry.worker;

/**
 * A process that was started, or is followed. Thread safe.
 *
 * @since 0.1.0
 */
public interface Worker extends AutoCloseable {

	/**
	 * The process. Its standard input and output are the application's.
	 * @return the process
	 */
	Process process();

	/**
	 * What it is called in spans.
	 * @return the pool and a number
	 */
	String id();

	/**
	 * Waits until the process has ended, and what it printed is part of the trace: for
	 * the latter no longer than {@code telemetry.worker.drain}.
	 * @return what the process ended with, by convention 0 if all went well
	 * @throws InterruptedException if the thread is interrupted
	 */
	int waitFor() throws InterruptedException;

	/**
	 * Ends the process if it is running: it is asked to end, and after
	 * {@code telemetry.worker.stop-timeout} made to. Waits, as {@link #waitFor()} does,
	 * for what it printed. What it has started in turn is left alone. Does nothing the
	 * second time.
	 */
	@Override
	void close();

}
