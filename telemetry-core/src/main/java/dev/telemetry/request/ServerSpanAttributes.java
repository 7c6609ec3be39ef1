package dev.telemetry.request;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.record.SpanErrors;

/**
 * Writes the attributes of a request to its span. Called once, at the end, and only for
 * spans that are kept. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ServerSpanAttributes {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final int MAX_USER_AGENT = 512;

	// Boxed once; the JDK would box each status anew.
	private static final Long[] STATUSES = new Long[600];

	static {
		for (int i = 0; i < STATUSES.length; i++) {
			STATUSES[i] = Long.valueOf(i);
		}
	}

	private final HttpServerSettings settings;

	/**
	 * Creates an instance.
	 * @param settings which attributes to write, and how to name spans
	 */
	public ServerSpanAttributes(HttpServerSettings settings) {
		this.settings = settings;
	}

	/**
	 * Writes the attributes and the name to a span.
	 * @param span the span
	 * @param request the request
	 * @param route the matched pattern with the paths of the context and the servlet, or
	 * a constant word
	 * @param outcome how the request ended
	 */
	public void write(Span span, ServerRequest request, String route, RequestOutcome outcome) {
		if (this.settings.spanName() == HttpServerSettings.SpanName.ROUTE) {
			span.updateName(RequestNames.methodOfSpanName(outcome.method()) + " " + route);
		}
		Long status = status(outcome.status());
		if (this.settings.conventions() == HttpServerSettings.Conventions.BOTH) {
			writeOwn(span, outcome, status);
		}
		writeStable(span, request, route, outcome.method(), status);
		if (this.settings.clientAddress()) {
			set(span, HttpServerAttributes.CLIENT_ADDRESS, request.clientAddress());
		}
	}

	/**
	 * Writes the error of a request to its span, if the request failed. To be called
	 * last.
	 * @param span the span
	 * @param outcome how the request ended
	 */
	public static void writeError(Span span, RequestOutcome outcome) {
		if (outcome.failed()) {
			SpanErrors.write(span, outcome.errorType(), outcome.cause());
		}
	}

	private static void writeOwn(Span span, RequestOutcome outcome, @Nullable Long status) {
		span.setAttribute(HttpServerAttributes.METHOD, outcome.method());
		set(span, HttpServerAttributes.STATUS_CODE, status);
		span.setAttribute(HttpServerAttributes.DURATION_SECONDS, outcome.durationNanos() / NANOS_PER_SECOND);
	}

	private static void writeStable(Span span, ServerRequest request, String route, String method,
			@Nullable Long status) {
		span.setAttribute(HttpServerAttributes.ROUTE, route);
		span.setAttribute(HttpServerAttributes.REQUEST_METHOD, method);
		if (method.equals(RequestOutcome.OTHER_METHOD)) {
			set(span, HttpServerAttributes.REQUEST_METHOD_ORIGINAL, RequestNames.originalMethod(request.method()));
		}
		set(span, HttpServerAttributes.RESPONSE_STATUS_CODE, status);
		set(span, HttpServerAttributes.URL_PATH, RequestNames.withoutParameters(request.path()));
		set(span, HttpServerAttributes.URL_SCHEME, request.scheme());
		set(span, HttpServerAttributes.SERVER_ADDRESS, request.serverName());
		span.setAttribute(HttpServerAttributes.SERVER_PORT, request.serverPort());
		set(span, HttpServerAttributes.USER_AGENT, RequestNames.bounded(request.userAgent(), MAX_USER_AGENT));
	}

	private static @Nullable Long status(int status) {
		if (status <= 0) {
			return null;
		}
		return (status < STATUSES.length) ? STATUSES[status] : Long.valueOf(status);
	}

	private static <T> void set(Span span, AttributeKey<T> key, @Nullable T value) {
		if (value != null) {
			span.setAttribute(key, value);
		}
	}

}
