package dev.telemetry.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.context.LogContext;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.CallerContext;
import dev.telemetry.request.PathRules;
import dev.telemetry.request.UntracedContext;
import dev.telemetry.request.UntracedPaths;

/**
 * Keeps requests that {@link TelemetryFilter} does not observe out of the traces: nothing
 * that happens in such a request is traced, even if its caller sampled the trace. It
 * measures nothing. Other filters can measure the request.
 * <p>
 * To be mapped to all URLs for the dispatcher types {@code REQUEST}, {@code ASYNC} and
 * {@code ERROR}, before every other filter, and with asynchronous support. Thread safe. A
 * context that an earlier task has left open on the thread is restored before each
 * request, traced or not. A request that is to be traced costs one look at its path. If
 * the filter fails, the request is served as if the filter was not there; exceptions of
 * the application pass through unchanged.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class UntracedRequestFilter implements Filter {

	private static final String CONTEXT = UntracedRequestFilter.class.getName() + ".context";

	private static final String REQUEST = "a request";

	private final CallerContext<HttpServletRequest> callerContext;

	private final Predicate<HttpServletRequest> untraced;

	private final ContextLeaks leaks;

	private final InternalFailures failures;

	private UntracedRequestFilter(OpenTelemetry openTelemetry, Predicate<HttpServletRequest> untraced,
			ContextLeaks leaks, InternalFailures failures) {
		this.callerContext = new CallerContext<>(openTelemetry.getPropagators().getTextMapPropagator(),
				ServletRequestGetter.INSTANCE, leaks);
		this.untraced = untraced;
		this.leaks = leaks;
		this.failures = failures;
	}

	/**
	 * Creates a filter for every request of a server.
	 * @param openTelemetry reads the propagation headers, so that log lines have the
	 * caller's trace id
	 * @param leaks restores contexts after an application that leaves scopes open
	 * @param failures receives failures of this project's own code
	 * @return the filter
	 */
	public static UntracedRequestFilter forAll(OpenTelemetry openTelemetry, ContextLeaks leaks,
			InternalFailures failures) {
		return new UntracedRequestFilter(openTelemetry, (request) -> true, leaks, failures);
	}

	/**
	 * Creates a filter for the requests below some paths.
	 * @param paths path prefixes below the context path, such as {@code /actuator}; a
	 * prefix ends at a path segment
	 * @param rules rules by path, some of which may make paths untraced
	 * @param openTelemetry reads the propagation headers, so that log lines have the
	 * caller's trace id
	 * @param leaks restores contexts after an application that leaves scopes open
	 * @param failures receives failures of this project's own code
	 * @return the filter
	 */
	public static UntracedRequestFilter forPaths(List<String> paths, PathRules rules, OpenTelemetry openTelemetry,
			ContextLeaks leaks, InternalFailures failures) {
		UntracedPaths untraced = new UntracedPaths(paths);
		return new UntracedRequestFilter(openTelemetry, (request) -> {
			String path = request.getRequestURI();
			int begin = request.getContextPath().length();
			return untraced.contains(path, begin) || rules.isUntraced(path, begin);
		}, leaks, failures);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Context before = before(request);
		Map<String, Object> logBefore = LogContext.current();
		Scope scope = enter(request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			exit(scope, before);
			LogContext.set(logBefore);
		}
	}

	// Later dispatches may run in a context that is current already.
	private Context before(ServletRequest request) {
		try {
			return (request.getDispatcherType() == DispatcherType.REQUEST) ? this.leaks.enter(REQUEST)
					: Context.current();
		}
		catch (Throwable ex) {
			this.failures.report("beginning a request", ex);
			return Context.current();
		}
	}

	@SuppressWarnings("MustBeClosedChecker")
	private @Nullable Scope enter(ServletRequest request) {
		try {
			Context context = (request instanceof HttpServletRequest httpRequest) ? context(httpRequest) : null;
			return (context != null) ? context.makeCurrent() : null;
		}
		catch (Throwable ex) {
			this.failures.report("keeping a request out of the traces", ex);
			return null;
		}
	}

	/**
	 * Returns the context of an untraced request, which is the same in each of its
	 * dispatches, whatever their paths.
	 * @return the context, or {@code null} if the request is to be traced
	 */
	private @Nullable Context context(HttpServletRequest request) {
		if (request.getAttribute(CONTEXT) instanceof Context context) {
			return context;
		}
		if (!this.untraced.test(request)) {
			return null;
		}
		Context context = UntracedContext.below(this.callerContext.of(request));
		request.setAttribute(CONTEXT, context);
		return context;
	}

	private void exit(@Nullable Scope scope, Context before) {
		try {
			if (scope != null) {
				scope.close();
			}
			this.leaks.restore(before, REQUEST);
		}
		catch (Throwable ex) {
			this.failures.report("restoring the context after an untraced request", ex);
		}
	}

}
