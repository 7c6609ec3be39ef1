package dev.telemetry.servlet;

import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * An open request, as a {@link RequestObserver} sees it. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface ObservedRequest {

	/**
	 * Returns the request as it came to the filter.
	 * @return the request
	 */
	HttpServletRequest request();

	/**
	 * Returns the response as it came to the filter.
	 * @return the response
	 */
	HttpServletResponse response();

	/**
	 * Returns the context that has the span of the request.
	 * @return the context, or {@code null} if the request is only measured
	 */
	@Nullable Context context();

	/**
	 * Marks the request as failed, whatever its status is. Only the first error counts.
	 * @param error what went wrong
	 */
	void fail(Throwable error);

}
