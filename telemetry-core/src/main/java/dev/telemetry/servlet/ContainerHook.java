package dev.telemetry.servlet;

import io.opentelemetry.context.Context;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * Lets a container end exchanges that are not over when the filter returns. An exception
 * or an error status may still become an error page, which may change the status, and the
 * container itself logs the exception. Until the container calls back, the span of such
 * an exchange stays current on the thread of the dispatch. Thread safe.
 * <p>
 * If no container has announced a dispatch on the current thread, the filter ends each
 * exchange itself, with the status that it can prove.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ContainerHook {

	/** Stands for an unknown time. */
	public static final long UNKNOWN = 0;

	// A thread local, because Jetty clears the attributes of the request before it leaves
	// the dispatch.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Dispatch> dispatches = new ThreadLocal<>();

	private final @Nullable ContextLeaks leaks;

	private volatile boolean used;

	/**
	 * Creates a hook that leaves contexts alone.
	 */
	public ContainerHook() {
		this(null);
	}

	/**
	 * Creates a hook.
	 * @param leaks restores the context of a thread at the end of a dispatch, whatever a
	 * filter outside of {@link TelemetryFilter} has left open; {@code null} leaves
	 * contexts alone
	 */
	public ContainerHook(@Nullable ContextLeaks leaks) {
		this.leaks = leaks;
	}

	/**
	 * Announces that {@link #dispatchEnds} will be called on this thread at the very end
	 * of a dispatch to the application. To be called for asynchronous dispatches as well;
	 * dispatches may be nested.
	 * @param completesEarly whether the container reports that an asynchronous context is
	 * complete before it answers with an error page
	 */
	public void dispatchBegins(boolean completesEarly) {
		dispatchBegins(completesEarly, null);
	}

	/**
	 * Announces a dispatch like {@link #dispatchBegins(boolean)}, for a container that
	 * cannot tell at its end when the response was put on the wire.
	 * @param completesEarly whether the container reports that an asynchronous context is
	 * complete before it answers with an error page
	 * @param response the container's view of the response, or {@code null} if there is
	 * none
	 */
	public void dispatchBegins(boolean completesEarly, @Nullable ContainerResponse response) {
		Dispatch dispatch = this.dispatches.get();
		if (dispatch == null) {
			dispatch = new Dispatch(completesEarly);
			this.dispatches.set(dispatch);
			this.used = true;
		}
		if (dispatch.depth++ == 0) {
			dispatch.before = Context.current();
			dispatch.response = response;
		}
	}

	/**
	 * Gives an exchange that becomes asynchronous the container's view of its response,
	 * if the dispatch on this thread has one.
	 */
	void follow(AsyncProgress async) {
		Dispatch dispatch = this.dispatches.get();
		if (dispatch != null && dispatch.response != null) {
			async.follow(dispatch.response);
		}
	}

	/**
	 * Returns whether the response of the dispatch on this thread is known not to be on
	 * the wire.
	 */
	boolean isUnsent() {
		Dispatch dispatch = this.dispatches.get();
		return dispatch != null && dispatch.response != null && dispatch.response.committedNanos() == UNKNOWN;
	}

	/**
	 * Gives the exchange of an asynchronous request the container's view of its response.
	 * @param request the request
	 * @param response the container's view of the response
	 */
	public void dispatchStaysOpen(ServletRequest request, ContainerResponse response) {
		AsyncProgress async = async(request);
		if (async != null) {
			async.follow(response);
		}
	}

	/**
	 * Ends the exchange of an asynchronous request that the container gives up without
	 * completing it. Nothing happens if the exchange has ended.
	 * @param request the request
	 */
	public void requestEnds(ServletRequest request) {
		AsyncProgress async = async(request);
		if (async != null) {
			async.complete();
		}
	}

	private static @Nullable AsyncProgress async(ServletRequest request) {
		ServerExchange exchange = ServerExchange.of(request);
		return (exchange != null) ? exchange.async() : null;
	}

	/**
	 * Returns whether an exchange waits for the end of the dispatch on this thread.
	 * @return whether there is one
	 */
	public boolean isAwaited() {
		Dispatch dispatch = this.dispatches.get();
		return dispatch != null && dispatch.parked != null;
	}

	/**
	 * Ends the exchange that the filter has left open on this thread, if there is one.
	 * Never throws.
	 * @param committedNanos when the response was put on the wire, by the clock of
	 * {@link System#nanoTime()}, or {@link #UNKNOWN}
	 */
	public void dispatchEnds(long committedNanos) {
		Dispatch dispatch = this.dispatches.get();
		if (dispatch == null || --dispatch.depth > 0) {
			return;
		}
		ContainerResponse response = dispatch.response;
		dispatch.response = null;
		ParkedDispatch parked = dispatch.parked;
		if (parked != null) {
			dispatch.parked = null;
			parked.resume((response != null) ? response.committedNanos() : committedNanos);
		}
		Context before = dispatch.before;
		dispatch.before = null;
		if (this.leaks != null && before != null) {
			this.leaks.restore(before, "a request");
		}
	}

	/**
	 * Leaves an exchange to the container.
	 * @return whether the container takes the exchange; {@code false} if it has not
	 * announced a dispatch, or has already taken an exchange in this dispatch
	 */
	boolean park(ParkedDispatch exchange) {
		Dispatch dispatch = this.dispatches.get();
		if (dispatch == null || dispatch.depth == 0 || dispatch.parked != null) {
			return false;
		}
		dispatch.parked = exchange;
		return true;
	}

	/**
	 * Returns whether a container has ever announced a dispatch.
	 */
	boolean isUsed() {
		return this.used;
	}

	/**
	 * Returns whether an exchange ends only with the dispatch on this thread, although
	 * its asynchronous context is complete.
	 */
	boolean awaits(ServerExchange exchange) {
		Dispatch dispatch = this.dispatches.get();
		return dispatch != null && dispatch.completesEarly && dispatch.parked != null && dispatch.parked.ends(exchange);
	}

	private static final class Dispatch {

		private final boolean completesEarly;

		private int depth;

		private @Nullable ParkedDispatch parked;

		private @Nullable Context before;

		private @Nullable ContainerResponse response;

		Dispatch(boolean completesEarly) {
			this.completesEarly = completesEarly;
		}

	}

}
