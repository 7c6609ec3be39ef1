package dev.telemetry.servlet;

import java.util.Set;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletResponse;

import dev.telemetry.decision.SamplingHint;
import dev.telemetry.servlet.HttpServerSettings.ResponseHeader;

/**
 * Tells clients the ids of the span that their request became.
 */
final class TraceResponse {

	private final boolean traceresponse;

	private final boolean serverTiming;

	TraceResponse(Set<ResponseHeader> headers) {
		this.traceresponse = headers.contains(ResponseHeader.TRACERESPONSE);
		this.serverTiming = headers.contains(ResponseHeader.SERVER_TIMING);
	}

	void write(Context context, HttpServletResponse response) {
		if (!this.traceresponse && !this.serverTiming) {
			return;
		}
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid() || SamplingHint.isUntraced(context)) {
			return;
		}
		String ids = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
		if (this.traceresponse) {
			response.setHeader("traceresponse", ids);
		}
		if (this.serverTiming) {
			response.addHeader("Server-Timing", "traceparent;desc=\"" + ids + "\"");
		}
	}

}
