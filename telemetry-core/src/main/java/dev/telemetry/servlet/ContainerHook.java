package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Lets a container end exchanges that are not over when the filter returns: an exception
 * or an error status may still become an error page, which may change the status, and the
 * container logs the exception itself. Until the container calls back, the span of such
 * an exchange stays current on the thread of the request. Thread safe.
 * <p>
 * Where no container has {@linkplain #install(boolean) installed} the hook, the filter
 * ends each exchange itself, with the status that it can prove.
 */
public final class ContainerHook {

	/** Request attribute that holds what is to be given to {@link #requestDone}. */
	public static final String ATTRIBUTE = ContainerHook.class.getName() + ".parked";

	/** Stands for a time that a container does not tell. */
	public static final long UNKNOWN = 0;

	private volatile boolean installed;

	private volatile boolean asyncInstalled;

	/**
	 * Tells that a container will call {@link #requestDone} at the very end of each
	 * request, on the thread that the filter was called on.
	 * @param asyncDispatches whether it does so at the end of each asynchronous dispatch
	 * as well
	 */
	public void install(boolean asyncDispatches) {
		this.installed = true;
		this.asyncInstalled = asyncDispatches;
	}

	boolean isInstalled(boolean asyncDispatch) {
		return (asyncDispatch) ? this.asyncInstalled : this.installed;
	}

	/**
	 * Ends what the filter has left open. Never throws.
	 * @param parked value of the request attribute {@link #ATTRIBUTE}
	 * @param committedNanos when the response was put on the wire, by the clock of
	 * {@link System#nanoTime()}, or {@link #UNKNOWN}
	 */
	public static void requestDone(@Nullable Object parked, long committedNanos) {
		if (parked instanceof ParkedExchange exchange) {
			exchange.resume(committedNanos);
		}
	}

}
