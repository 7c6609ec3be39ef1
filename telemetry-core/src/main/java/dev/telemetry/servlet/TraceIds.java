package dev.telemetry.servlet;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.telemetry.names.LogFields;

/**
 * Shows the ids of the span that a request became: to the container, for its access log,
 * and to the client.
 */
final class TraceIds {

	private final boolean requestAttributes;

	private final TraceResponse traceResponse;

	TraceIds(HttpServerSettings settings) {
		this.requestAttributes = settings.requestAttributes();
		this.traceResponse = new TraceResponse(settings.responseHeaders());
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
