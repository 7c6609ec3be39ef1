package dev.telemetry.servlet;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says which thread works on a request where it is none of the container's. Thread safe.
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
	 * observed, or the thread works on it anyway
	 */
	public static @Nullable RequestWork enter(ServletRequest request) {
		if (request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange
				&& !Thread.currentThread().equals(exchange.worker())) {
			exchange.enter();
			return exchange;
		}
		return null;
	}

}
