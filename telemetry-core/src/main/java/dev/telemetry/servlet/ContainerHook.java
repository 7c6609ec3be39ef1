package dev.telemetry.servlet;

import io.opentelemetry.context.Context;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * Lets a container end exchanges that are not over when the filter returns: an exception
 * or an error status may still become an error page, which may change the status, and the
 * container logs the exception itself. Until the container calls back, the span of such
 * an exchange stays current on the thread of the dispatch. Thread safe.
 * <p>
 * Where no container has announced a dispatch on the current thread, the filter ends each
 * exchange itself, with the status that it can prove.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ContainerHook {

	/** Stands for a time that a container does not tell. */
	public static final long UNKNOWN = 0;

	// No attribute of the request: Jetty clears those before it leaves the dispatch.
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
	 * @param completesEarly whether the container says that an asynchronous context is
	 * complete before it answers with an error page
	 */
	public void dispatchBegins(boolean completesEarly) {
		dispatchBegins(completesEarly, null);
	}

	/**
	 * The same, of a container that does not tell at the end of a dispatch when its
	 * response was put on the wire.
	 * @param completesEarly whether the container says that an asynchronous context is
	 * complete before it answers with an error page
	 * @param response what is known of the response, or {@code null} if that is nothing
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
	 * Lets an exchange that becomes asynchronous know what becomes of its response, if
	 * this thread can tell.
	 */
	void follow(AsyncProgress async) {
		Dispatch dispatch = this.dispatches.get();
		if (dispatch != null && dispatch.response != null) {
			async.follow(dispatch.response);
		}
	}

	/**
	 * Whether the response of the dispatch on this thread is known not to be on the wire.
	 */
	boolean isUnsent() {
		Dispatch dispatch = this.dispatches.get();
		return dispatch != null && dispatch.response != null && dispatch.response.committedNanos() == UNKNOWN;
	}

	/**
	 * Lets the exchange of an asynchronous request know what becomes of its response.
	 * @param request the request
	 * @param response what is known of the response
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
		return (request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange) ? exchange.async()
				: null;
	}

	/**
	 * Whether an exchange waits for the end of the dispatch on this thread.
	 * @return whether there is one
	 */
	public boolean isAwaited() {
		Dispatch dispatch = this.dispatches.get();
		return dispatch != null && dispatch.parked != null;
	}

	/**
	 * Ends what the filter has left open on this thread. Never throws.
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
	 * @return whether the container takes it: not if it did not announce a dispatch, or
	 * has taken one before in this dispatch
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
	 * Whether any container has announced anything.
	 */
	boolean isUsed() {
		return this.used;
	}

	/**
	 * Whether an exchange ends with the dispatch on this thread, although its
	 * asynchronous context is complete.
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
