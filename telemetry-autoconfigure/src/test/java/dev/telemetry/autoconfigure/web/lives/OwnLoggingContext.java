package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;

/**
 * A filter that was there before telemetry was, and has the same key in the logging
 * context: for requests that ask for it, in each of their dispatches.
 */
final class OwnLoggingContext implements Filter {

	static final String HEADER = "X-Own";

	/** Asks for a filter that empties the logging context after itself, as many do. */
	static final String CLEARED = "cleared";

	private static final String KEY = "trace_id";

	private final Queue<String> after = new ConcurrentLinkedQueue<>();

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String own = ((HttpServletRequest) request).getHeader(HEADER);
		if (own == null) {
			chain.doFilter(request, response);
			return;
		}
		if (own.equals(CLEARED)) {
			try {
				chain.doFilter(request, response);
			}
			finally {
				MDC.clear();
			}
			return;
		}
		MDC.put(KEY, own);
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.after.add(request.getDispatcherType() + " " + MDC.get(KEY));
			MDC.remove(KEY);
		}
	}

	/**
	 * What was there after each dispatch so far, and is told once.
	 */
	Queue<String> takeSeen() {
		Queue<String> seen = new ConcurrentLinkedQueue<>(this.after);
		this.after.clear();
		return seen;
	}

}
