package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

/**
 * State of an asynchronous request. Thread safe.
 */
final class AsyncProgress {

	private final int status;

	private final Runnable completion;

	private volatile int cycle = 1;

	private volatile @Nullable ContainerResponse response;

	/**
	 * Creates the state of a request that becomes asynchronous.
	 * @param status status of the response at that time
	 * @param completion action to run when the asynchronous context is complete
	 */
	AsyncProgress(int status, Runnable completion) {
		this.status = status;
		this.completion = completion;
	}

	/**
	 * Returns the status of the response when the request became asynchronous.
	 */
	int status() {
		return this.status;
	}

	/**
	 * Returns the number of the asynchronous cycle, from 1 on.
	 */
	int cycle() {
		return this.cycle;
	}

	/**
	 * Sets the number of a cycle that begins.
	 */
	void cycle(int cycle) {
		this.cycle = cycle;
	}

	/**
	 * Runs the action for the completion of the asynchronous context.
	 */
	void complete() {
		this.completion.run();
	}

	/**
	 * Sets the container's view of the response, and runs the action for the completion
	 * at the end of the response at the latest: containers do not complete every request
	 * that fails.
	 */
	void follow(ContainerResponse response) {
		this.response = response;
		response.atEnd(this.completion);
	}

	/**
	 * Returns when the response was put on the wire, by the monotonic clock of the JVM,
	 * or {@link ContainerHook#UNKNOWN}.
	 */
	long committedNanos() {
		ContainerResponse response = this.response;
		return (response != null) ? response.committedNanos() : ContainerHook.UNKNOWN;
	}

	/**
	 * Returns whether the container gives up the request with the error that it reports.
	 */
	boolean isGivenUp() {
		ContainerResponse response = this.response;
		return response != null && response.isGivenUp();
	}

}
