package dev.telemetry.request;

import java.util.Set;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;

import dev.telemetry.decision.SamplingHint;
import dev.telemetry.request.HttpServerSettings.ResponseHeader;

/**
 * Writes response headers with the ids of the span of the request. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <C> type of the responses
 * @since 0.1.0
 */
public final class TraceResponse<C> {

	private final boolean traceresponse;

	private final boolean serverTiming;

	private final TextMapSetter<C> setter;

	private final TextMapSetter<C> adder;

	/**
	 * Creates an instance.
	 * @param headers the headers to write
	 * @param setter sets a header of a response
	 * @param adder adds a value to a header of a response
	 */
	public TraceResponse(Set<ResponseHeader> headers, TextMapSetter<C> setter, TextMapSetter<C> adder) {
		this.traceresponse = headers.contains(ResponseHeader.TRACERESPONSE);
		this.serverTiming = headers.contains(ResponseHeader.SERVER_TIMING);
		this.setter = setter;
		this.adder = adder;
	}

	/**
	 * Writes the ids of a span, if the request is traced.
	 * @param context has the span
	 * @param response the response
	 */
	public void write(Context context, C response) {
		if (!this.traceresponse && !this.serverTiming) {
			return;
		}
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid() || SamplingHint.isUntraced(context)) {
			return;
		}
		String ids = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
		if (this.traceresponse) {
			this.setter.set(response, "traceresponse", ids);
		}
		if (this.serverTiming) {
			this.adder.set(response, "Server-Timing", "traceparent;desc=\"" + ids + "\"");
		}
	}

}
