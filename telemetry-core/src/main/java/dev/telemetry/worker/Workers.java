package dev.telemetry.worker;

import java.io.IOException;
import java.util.Map;

/**
 * Starts worker processes whose telemetry becomes part of the current trace: a process
 * finds the trace in its environment, and prints its own spans and events as lines
 * {@code TELEMETRY:{json}} on its standard error stream, which is read here. All else
 * that it prints there is passed on. This never slows the process down. Every application
 * has a bean of this type. While telemetry is off, it is {@link #noop()}, which starts
 * the same processes and records nothing.
 * <p>
 * Standard input and output belong to the application. The standard error stream does
 * not: do not read it. Thread safe.
 *
 * @since 0.1.0
 */
public interface Workers {

	/**
	 * Workers of which nothing is recorded.
	 * @return the workers
	 */
	static Workers noop() {
		return NoopWorkers.INSTANCE;
	}

	/**
	 * Starts a process below the current span, and follows it until it ends.
	 * @param builder what to start; its environment has the trace until the process has
	 * started. If it redirects the standard error stream, for instance by
	 * {@code redirectErrorStream}, there is nothing to read: the first time, this is
	 * logged as a warning, and with {@code telemetry.failure-mode} {@code propagate} it
	 * throws
	 * @param pool what the process is for: 1 to 60 letters, digits, '.', '-' or '_', one
	 * of few values; beyond 100 pools, {@code other} is used
	 * @return the process; closing it is optional
	 * @throws IOException if it cannot be started
	 * @throws IllegalArgumentException if an argument is invalid and
	 * {@code telemetry.failure-mode} is {@code propagate}
	 */
	Worker start(ProcessBuilder builder, String pool) throws IOException;

	/**
	 * Follows a process that something else has started, below the current span, until it
	 * ends. For it to be in the trace, its environment has to be
	 * {@linkplain #prepare(Map) prepared} before.
	 * @param process a process whose standard error stream nothing else reads
	 * @param pool what the process is for, as for {@link #start}
	 * @return the process; closing it is optional
	 */
	Worker follow(Process process, String pool);

	/**
	 * Puts the current trace into the environment of a process that something else will
	 * start, such as a library, {@code ssh} or a container. What is there of another
	 * trace is removed, also if there is no current one.
	 * @param environment the environment, which is changed
	 */
	void prepare(Map<String, String> environment);

}
