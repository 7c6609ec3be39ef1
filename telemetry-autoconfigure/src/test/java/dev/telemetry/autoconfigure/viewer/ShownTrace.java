package dev.telemetry.autoconfigure.viewer;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.telemetry.view.RecentTraces;
import dev.telemetry.view.Verdict;
import dev.telemetry.view.ViewedLog;
import dev.telemetry.view.ViewedSpan;
import dev.telemetry.view.ViewedTrace;

/**
 * A trace as it is shown on the page about the viewer.
 */
final class ShownTrace {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	static final String OTHER_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String ROOT = "b7ad6b7169203331";

	private static final String CALL = "c8be7c8270314442";

	// 2026-11-28T10:15:30.123456Z
	private static final long START = 1_795_860_930_123_456_000L;

	private static final String TYPE = "java.lang.IllegalStateException";

	private static final String MESSAGE = "order 17 has no lines";

	private ShownTrace() {
	}

	/**
	 * Adds a failed trace, and one that is not kept.
	 */
	static RecentTraces store() {
		RecentTraces store = new RecentTraces(1024 * 1024);
		ViewedSpan other = new ViewedSpan(resource("shop"), InstrumentationScopeInfo.create("dev.telemetry"),
				"http.server", SpanKind.SERVER, context(OTHER_ID, "00f067aa0ba902b7"), SpanContext.getInvalid(),
				StatusData.unset(), START - 1_123_456_000L, START - 1_121_356_000L, request("/items/{id}", 200), 3,
				List.of(), 0, List.of(), 0);
		store.addSpans(OTHER_ID, List.of(other), List.of(new Verdict(other.getSpanId(), false, Verdict.NONE,
				"Not kept: it is not part of the share that is always kept, and no rule asks for it.")));
		ViewedTrace trace = trace();
		store.addSpans(TRACE_ID, trace.spans(), trace.verdicts());
		store.addLogs(TRACE_ID, trace.logs());
		return store;
	}

	static ViewedTrace trace() {
		return new ViewedTrace(TRACE_ID, List.of(call(), root()), List.of(log("shop", ROOT)),
				List.of(new Verdict(ROOT, true, "error", "Kept because it failed.")), 0, 0, 1_000, 4_711);
	}

	/**
	 * What another service has of the same trace.
	 */
	static ViewedTrace ofStock() {
		ViewedSpan span = new ViewedSpan(resource("stock"), InstrumentationScopeInfo.create("dev.telemetry"), "reserve",
				SpanKind.SERVER, context(TRACE_ID, "d9cf8d9381425553"),
				SpanContext.createFromRemoteParent(TRACE_ID, CALL, TraceFlags.getSampled(), TraceState.getDefault()),
				StatusData.unset(), START + 7_000_000, START + 9_000_000, Attributes.empty(), 0, List.of(), 0,
				List.of(), 0);
		return new ViewedTrace(TRACE_ID, List.of(span), List.of(log("stock", span.getSpanId())),
				List.of(new Verdict(span.getSpanId(), true, "parent", "Kept because its caller had sampled it.")), 0, 0,
				1_000, 1);
	}

	private static ViewedSpan root() {
		EventData exception = EventData.create(START + 17_544_000, "exception",
				Attributes.builder()
					.put("exception.type", TYPE)
					.put("exception.message", MESSAGE)
					.put("exception.stacktrace", TYPE + ": " + MESSAGE + "\n\tat shop.Orders.find(Orders.java:42)\n")
					.build());
		LinkData link = LinkData.create(context(OTHER_ID, "00f067aa0ba902b7"));
		Attributes attributes = request("/orders/{id}", 500).toBuilder()
			.put(AttributeKey.stringArrayKey("tags"), List.of("a", "b"))
			.put("telemetry.sampling.reason", "error")
			.build();
		return new ViewedSpan(resource("shop"), InstrumentationScopeInfo.create("dev.telemetry"), "http.server",
				SpanKind.SERVER, context(TRACE_ID, ROOT), SpanContext.getInvalid(),
				StatusData.create(StatusCode.ERROR, MESSAGE), START, START + 18_250_000, attributes, attributes.size(),
				List.of(exception), 1, List.of(link), 1);
	}

	private static ViewedSpan call() {
		return new ViewedSpan(resource("shop"), InstrumentationScopeInfo.create("dev.telemetry"), "external.api.call",
				SpanKind.CLIENT, context(TRACE_ID, CALL), context(TRACE_ID, ROOT), StatusData.unset(),
				START + 6_000_000, START + 10_000_000,
				Attributes.builder().put("external.service", "stock").put("external.operation", "reserve").build(), 2,
				List.of(), 0, List.of(), 0);
	}

	private static ViewedLog log(String service, String spanId) {
		return new ViewedLog(START + 16_544_000, 17, "shop.orders.OrderService", MESSAGE, spanId, service,
				Attributes.builder()
					.put("thread.name", "http-nio-8080-exec-3")
					.put("tenant", "acme")
					.put("exception.type", TYPE)
					.put("exception.message", MESSAGE)
					.put("exception.stacktrace", TYPE + ": " + MESSAGE + "\n\tat shop.Orders.find(Orders.java:42)\n")
					.build());
	}

	private static Attributes request(String route, long status) {
		return Attributes.builder()
			.put("http.request.method", "GET")
			.put("http.route", route)
			.put("http.response.status_code", status)
			.build();
	}

	private static Resource resource(String service) {
		return Resource.create(Attributes.of(ViewedSpan.SERVICE, service));
	}

	private static SpanContext context(String traceId, String spanId) {
		return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
	}

}
