package dev.telemetry.servlet;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Notes the thread that works on a request, for threads that do not belong to the
 * container. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RequestThread {

	private RequestThread() {
	}

	/**
	 * Notes that the current thread works on a request.
	 * @param request the request
	 * @return the work, to be left by this thread, or {@code null} if the request is not
	 * observed or the thread is noted for it already
	 */
	public static @Nullable RequestWork enter(ServletRequest request) {
		ServerExchange exchange = ServerExchange.of(request);
		if (exchange != null && !Thread.currentThread().equals(exchange.worker())) {
			exchange.enter();
			return exchange;
		}
		return null;
	}

}
