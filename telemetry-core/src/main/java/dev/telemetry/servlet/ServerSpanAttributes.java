package dev.telemetry.servlet;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.record.SpanErrors;

/**
 * Writes what is known of an exchange onto its span. Called once, at the end, and only
 * for spans that are kept.
 */
final class ServerSpanAttributes {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final int MAX_METHOD = 32;

	private static final int MAX_USER_AGENT = 512;

	private final HttpServerSettings settings;

	ServerSpanAttributes(HttpServerSettings settings) {
		this.settings = settings;
	}

	void write(ServerExchange exchange, Span span, RequestOutcome outcome) {
		HttpServletRequest request = exchange.request();
		String route = RequestNames.route(request, exchange.pattern(), outcome.status());
		if (this.settings.spanName() == HttpServerSettings.SpanName.ROUTE) {
			span.updateName(RequestNames.methodOfSpanName(outcome.method()) + " " + route);
		}
		// Boxed once.
		Long status = (long) outcome.status();
		if (this.settings.conventions() == HttpServerSettings.Conventions.BOTH) {
			writeOwn(span, outcome, status);
		}
		writeStable(span, request, route, outcome.method(), status);
		if (this.settings.clientAddress()) {
			set(span, HttpServerAttributes.CLIENT_ADDRESS, request.getRemoteAddr());
		}
		RequestObservation observation = exchange.observation();
		if (observation != null) {
			observation.describe(span);
		}
		if (outcome.failed()) {
			SpanErrors.write(span, outcome.errorType(), outcome.cause());
		}
	}

	private static void writeOwn(Span span, RequestOutcome outcome, Long status) {
		span.setAttribute(HttpServerAttributes.METHOD, outcome.method());
		span.setAttribute(HttpServerAttributes.STATUS_CODE, status);
		span.setAttribute(HttpServerAttributes.DURATION_SECONDS, outcome.durationNanos() / NANOS_PER_SECOND);
	}

	private static void writeStable(Span span, HttpServletRequest request, String route, String method, Long status) {
		span.setAttribute(HttpServerAttributes.ROUTE, route);
		span.setAttribute(HttpServerAttributes.REQUEST_METHOD, method);
		if (method.equals(RequestOutcome.OTHER_METHOD)) {
			set(span, HttpServerAttributes.REQUEST_METHOD_ORIGINAL,
					RequestNames.bounded(request.getMethod(), MAX_METHOD));
		}
		span.setAttribute(HttpServerAttributes.RESPONSE_STATUS_CODE, status);
		set(span, HttpServerAttributes.URL_PATH, RequestNames.withoutParameters(request.getRequestURI()));
		set(span, HttpServerAttributes.URL_SCHEME, request.getScheme());
		set(span, HttpServerAttributes.SERVER_ADDRESS, request.getServerName());
		span.setAttribute(HttpServerAttributes.SERVER_PORT, request.getServerPort());
		set(span, HttpServerAttributes.USER_AGENT,
				RequestNames.bounded(request.getHeader("User-Agent"), MAX_USER_AGENT));
	}

	private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
		if (value != null) {
			span.setAttribute(key, value);
		}
	}

}
