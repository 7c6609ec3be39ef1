package dev.telemetry.autoconfigure.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.RequestErrors;

/**
 * Notes each exception of a handler before another resolver turns it into a response.
 * Does not resolve exceptions itself.
 */
final class HandledExceptions implements HandlerExceptionResolver, Ordered {

	private final InternalFailures failures;

	HandledExceptions(InternalFailures failures) {
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		try {
			RequestErrors.handled(request, ex);
		}
		catch (Throwable failure) {
			this.failures.report("noting what a handler threw", failure);
		}
		return null;
	}

}
