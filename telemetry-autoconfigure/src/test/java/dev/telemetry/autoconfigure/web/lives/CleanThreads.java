package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.opentelemetry.context.Context;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.slf4j.MDC;

/**
 * Looks at the threads of a server when the next request comes in, before anything of
 * ours does.
 */
public final class CleanThreads implements Filter {

	private final Queue<String> leftovers = new ConcurrentLinkedQueue<>();

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			look();
		}
		chain.doFilter(request, response);
	}

	private void look() {
		Map<String, String> logged = MDC.getCopyOfContextMap();
		if (logged != null && !logged.isEmpty()) {
			this.leftovers.add("MDC " + logged);
		}
		if (Context.current() != Context.root()) {
			this.leftovers.add("Context " + Context.current());
		}
	}

	/**
	 * What was found so far, empty if the threads are clean.
	 */
	public List<String> leftovers() {
		return List.copyOf(this.leftovers);
	}

}
