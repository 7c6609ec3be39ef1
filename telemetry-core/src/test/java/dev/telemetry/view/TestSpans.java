package dev.telemetry.view;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.telemetry.names.SamplingAttributes;

/**
 * Spans of a test, with small numbers as ids.
 */
final class TestSpans {

	private TestSpans() {
	}

	static String traceId(int number) {
		return String.format("%032x", number);
	}

	static String spanId(int number) {
		return String.format("%016x", number);
	}

	static ViewedSpan span(int trace, int id, int parent, long start, long end) {
		return span(trace, id, parent, start, end, StatusData.unset(), Attributes.empty());
	}

	static ViewedSpan span(int trace, int id, int parent, long start, long end, StatusData status,
			Attributes attributes) {
		return new ViewedSpan(Resource.create(Attributes.of(ViewedSpan.SERVICE, "shop")),
				InstrumentationScopeInfo.create("test"), "span " + id, SpanKind.INTERNAL, context(trace, id),
				(parent > 0) ? context(trace, parent) : SpanContext.getInvalid(), status, start, end, attributes,
				attributes.size(), List.of(), 0, List.of(), 0);
	}

	static ViewedSpan root(int trace, String reason, String text) {
		StatusData status = (reason.equals("error")) ? StatusData.error() : StatusData.unset();
		return span(trace, 1, 0, trace, trace + 10, status,
				Attributes.builder().put(SamplingAttributes.REASON, reason).put("text", text).build());
	}

	/**
	 * Adds the root of a trace to a store.
	 */
	static void add(RecentTraces store, int trace, String reason, String text) {
		ViewedSpan root = root(trace, reason, text);
		Verdict verdict = Verdict.ofKept(root);
		store.addSpans(traceId(trace), List.of(root), (verdict != null) ? List.of(verdict) : List.of());
	}

	static ViewedTrace trace(ViewedSpan... spans) {
		return ViewedTrace.empty(spans[0].getTraceId()).withSpans(List.of(spans), List.of(), Long.MAX_VALUE, 1);
	}

	private static SpanContext context(int trace, int id) {
		return SpanContext.create(traceId(trace), spanId(id), TraceFlags.getSampled(), TraceState.getDefault());
	}

}
