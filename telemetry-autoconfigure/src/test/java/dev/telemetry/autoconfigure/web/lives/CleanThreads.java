package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

/**
 * Looks at the threads of a server when the next request comes in, before anything of
 * ours does, and at the end of each dispatch, when all of ours has returned.
 */
public final class CleanThreads implements Filter {

	/** Requests of this path meet, each on a thread of its own, and go no further. */
	static final String PROBE = "/probe";

	private final Queue<String> leftovers = new ConcurrentLinkedQueue<>();

	private volatile CountDownLatch meeting = new CountDownLatch(0);

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		State before = State.now();
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			look("at the start", before, State.CLEAN);
			if (((HttpServletRequest) request).getRequestURI().endsWith(PROBE)) {
				meet((HttpServletResponse) response);
				return;
			}
		}
		boolean failed = true;
		try {
			chain.doFilter(request, response);
			failed = false;
		}
		finally {
			State after = State.now();
			if (!after.equals(before) && !isLeftToTheContainer(request, response, failed)) {
				look("after " + request.getDispatcherType(), after, before);
			}
		}
	}

	// The span of a dispatch that fails stays current until the container is done; an
	// error page is within that.
	private static boolean isLeftToTheContainer(ServletRequest request, ServletResponse response, boolean failed) {
		return request.getDispatcherType() != DispatcherType.ERROR
				&& (failed || ((HttpServletResponse) response).getStatus() >= 400
						|| ((HttpServletRequest) request).getRequestURI().contains("/send-error-then-status/"));
	}

	private void look(String when, State state, State expected) {
		if (!state.equals(expected)) {
			this.leftovers.add(when + ": " + state);
		}
	}

	/**
	 * Lets the next requests for the probe wait for each other.
	 * @param count how many they are
	 */
	void expectProbes(int count) {
		this.meeting = new CountDownLatch(count);
	}

	private void meet(HttpServletResponse response) throws ServletException {
		CountDownLatch meeting = this.meeting;
		meeting.countDown();
		try {
			response.setStatus((meeting.await(10, TimeUnit.SECONDS)) ? 204 : 503);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ServletException(ex);
		}
	}

	/**
	 * What was found so far, empty if the threads are clean.
	 */
	public List<String> leftovers() {
		return List.copyOf(this.leftovers);
	}

	/**
	 * What was found since this was asked for the last time, so that one leak fails one
	 * test.
	 */
	List<String> takeLeftovers() {
		List<String> taken = leftovers();
		this.leftovers.removeAll(taken);
		return taken;
	}

	private record State(Map<String, String> logged, Context context) {

		private static final State CLEAN = new State(Map.of(), Context.root());

		static State now() {
			Map<String, String> logged = MDC.getCopyOfContextMap();
			return new State((logged != null) ? logged : Map.of(), Context.current());
		}

	}

}
