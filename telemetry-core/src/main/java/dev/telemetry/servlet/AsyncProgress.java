package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an asynchronous request. Thread safe.
 */
final class AsyncProgress {

	private final int status;

	private final Runnable completion;

	private volatile @Nullable ContainerResponse response;

	/**
	 * Creates the progress of a request that becomes asynchronous.
	 * @param status status of the response at that time
	 * @param completion what is done when the asynchronous context is complete
	 */
	AsyncProgress(int status, Runnable completion) {
		this.status = status;
		this.completion = completion;
	}

	/**
	 * The status of the response when the request became asynchronous.
	 */
	int status() {
		return this.status;
	}

	/**
	 * Does what is to be done when the asynchronous context is complete.
	 */
	void complete() {
		this.completion.run();
	}

	/**
	 * Takes what the container tells of the response, and ends with it at the latest:
	 * containers do not complete each request that fails.
	 */
	void follow(ContainerResponse response) {
		this.response = response;
		response.atEnd(this.completion);
	}

	/**
	 * When the response was put on the wire, by the monotonic clock of the JVM, or
	 * {@link ContainerHook#UNKNOWN}.
	 */
	long committedNanos() {
		ContainerResponse response = this.response;
		return (response != null) ? response.committedNanos() : ContainerHook.UNKNOWN;
	}

	/**
	 * Whether the container gives the request up with the error that it reports.
	 */
	boolean isGivenUp() {
		ContainerResponse response = this.response;
		return response != null && response.isGivenUp();
	}

}
