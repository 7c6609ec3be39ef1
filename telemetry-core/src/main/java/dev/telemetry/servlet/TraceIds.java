package dev.telemetry.servlet;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogFields;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.TraceResponse;

/**
 * Passes on the ids of the span of a request: to the container for its access log, and to
 * the client.
 */
final class TraceIds {

	private final boolean requestAttributes;

	private final TraceResponse<HttpServletResponse> traceResponse;

	TraceIds(HttpServerSettings settings) {
		this.requestAttributes = settings.requestAttributes();
		this.traceResponse = new TraceResponse<>(settings.responseHeaders(), TraceIds::setHeader, TraceIds::addHeader);
	}

	private static void setHeader(@Nullable HttpServletResponse response, String name, String value) {
		if (response != null) {
			response.setHeader(name, value);
		}
	}

	private static void addHeader(@Nullable HttpServletResponse response, String name, String value) {
		if (response != null) {
			response.addHeader(name, value);
		}
	}

	void show(Context context, HttpServletRequest request, HttpServletResponse response) {
		if (this.requestAttributes) {
			SpanContext ids = Span.fromContext(context).getSpanContext();
			request.setAttribute(LogFields.TRACE_ID, ids.getTraceId());
			request.setAttribute(LogFields.SPAN_ID, ids.getSpanId());
		}
		this.traceResponse.write(context, response);
	}

}
