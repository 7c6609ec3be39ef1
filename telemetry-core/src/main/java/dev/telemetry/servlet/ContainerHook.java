package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Lets a container end exchanges that are not over when the filter returns: an exception
 * or an error status may still become an error page, which may change the status, and the
 * container logs the exception itself. Until the container calls back, the span of such
 * an exchange stays current on the thread of the dispatch. Thread safe.
 * <p>
 * Where no container has {@linkplain #install() installed} the hook, the filter ends each
 * exchange itself, with the status that it can prove.
 */
public final class ContainerHook {

	/** Stands for a time that a container does not tell. */
	public static final long UNKNOWN = 0;

	// No attribute of the request: Jetty clears those before it leaves the dispatch.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable ParkedExchange> parked = new ThreadLocal<>();

	private volatile boolean installed;

	/**
	 * Tells that a container will call {@link #dispatchDone} at the very end of each
	 * dispatch to the application, asynchronous ones included, on the thread that the
	 * filter was called on.
	 */
	public void install() {
		this.installed = true;
	}

	boolean isInstalled() {
		return this.installed;
	}

	/**
	 * Leaves an exchange to the container.
	 * @return whether the container takes it: not if this is within a dispatch that left
	 * one before
	 */
	boolean park(ParkedExchange exchange) {
		if (this.parked.get() != null) {
			return false;
		}
		this.parked.set(exchange);
		return true;
	}

	/**
	 * Ends what the filter has left open on the current thread. Never throws.
	 * @param committedNanos when the response was put on the wire, by the clock of
	 * {@link System#nanoTime()}, or {@link #UNKNOWN}
	 */
	public void dispatchDone(long committedNanos) {
		ParkedExchange exchange = this.parked.get();
		if (exchange != null) {
			this.parked.remove();
			exchange.resume(committedNanos);
		}
	}

}
