package dev.telemetry.servlet;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an asynchronous request. Thread safe.
 */
final class AsyncProgress {

	private final int status;

	private final Runnable completion;

	private volatile @Nullable LongSupplier committedNanos;

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
	 * Takes what tells when the response is put on the wire.
	 */
	void followCommit(LongSupplier committedNanos) {
		this.committedNanos = committedNanos;
	}

	/**
	 * When the response was put on the wire, by the monotonic clock of the JVM, or
	 * {@link ContainerHook#UNKNOWN}.
	 */
	long committedNanos() {
		LongSupplier committedNanos = this.committedNanos;
		return (committedNanos != null) ? committedNanos.getAsLong() : ContainerHook.UNKNOWN;
	}

}
