package dev.telemetry.sample.viewer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * JSON as the endpoint answers it: entries of the list with all that a trace has beside.
 */
final class ViewedTraces {

	static final String PARTNER = "http://localhost:8081/actuator/traces";

	private static final long NOW = Instant.now().toEpochMilli() * 1000;

	private ViewedTraces() {
	}

	static String id(int number) {
		return "%032x".formatted(number);
	}

	static String spanId(int number) {
		return "%016x".formatted(number);
	}

	/**
	 * An order that fails as its partner knows no price: three spans of two services, two
	 * log lines.
	 */
	static Map<String, Object> orderThatFailed() {
		long start = NOW - 5_000_000;
		String text = "PriceUnavailableException: The partner has no price for moonrock";
		Map<String, Object> exception = Map.of("exception.type", "shop.PriceUnavailableException", "exception.message",
				"The partner has no price for moonrock", "exception.stacktrace",
				"shop.PriceUnavailableException: The partner has no price for moonrock\n\tat shop.Prices.priceOf(Prices.java:48)");
		Map<String, Object> order = span(1, 0, 0, "POST /orders", "server", start, 320_000);
		order.putAll(Map.of("status", "error", "statusText", text, "critical", parts(start, 100_000), "attributes",
				Map.of("http.route", "/orders", "order.id", 17), "events",
				List.of(Map.of("name", "exception", "atMicros", start + 320_001, "attributes", exception))));
		Map<String, Object> call = span(2, 1, 1, "GET partner /prices/{item}", "client", start + 100_000, 200_000);
		call.putAll(Map.of("status", "error", "statusText", "404 Not Found", "critical", parts(start + 100_000, 50_000),
				"events", List.of(Map.of("name", "connected", "atMicros", start + 120_000, "attributes",
						Map.of("pooled", true)))));
		Map<String, Object> partner = span(3, 2, 2, "GET /prices/{item}", "server", start + 150_000, 100_000);
		partner.put("service", "partner");
		Map<String, Object> trace = trace(17, "POST /orders", start, 320_000, List.of(order, call, partner));
		trace.putAll(Map.of("services", List.of("shop", "partner"), "httpStatus", 502, "error", true, "errorText", text,
				"reason", "error", "why", "Kept because it failed.", "logCount", 2, "notes",
				List.of("1 span is missing: it came after the trace was decided."), "logs",
				List.of(log(start + 2_000, "INFO", 9, "Order 17 wanted: 1 x moonrock", 1),
						log(start + 311_000, "ERROR", 17, "Order 17 failed: no price for moonrock", 1))));
		return trace;
	}

	static Map<String, Object> quick(int number, String title, int status) {
		long start = NOW - number * 1_000_000L;
		Map<String, Object> trace = trace(number, title, start, 2_000 + number,
				List.of(span(1, 0, 0, title, "server", start, 2_000 + number)));
		trace.put("httpStatus", status);
		return trace;
	}

	static Map<String, Object> notKept(int number) {
		Map<String, Object> trace = quick(number, "GET /items", 200);
		trace.putAll(Map.of("kept", false, "reason", "none", "why", "Not kept: it is not part of the share of 2 %."));
		return trace;
	}

	static Map<String, Object> large(int spans) {
		long start = NOW - 20_000_000;
		return trace(5000, "GET /reports", start, 2_000_000,
				IntStream.range(0, spans)
					.mapToObj((i) -> span(i + 1, (i == 0) ? 0 : 1, Math.min(i, 1), "step " + i, "internal",
							start + i * 100L, (i == 0) ? 2_000_000 : 50_000))
					.toList());
	}

	static Map<String, Object> trace(int number, String title, long start, long duration,
			List<Map<String, Object>> spans) {
		Map<String, Object> trace = new HashMap<>();
		trace.put("traceId", id(number));
		trace.putAll(Map.of("name", "http.server", "title", title, "kind", "server", "services", List.of("shop"),
				"startMicros", start, "durationMicros", duration, "error", false, "kept", true));
		trace.putAll(Map.of("reason", "ratio", "why", "Kept as part of the share of 2 %.", "complete", true,
				"spanCount", spans.size(), "errorCount", 0, "logCount", 0, "leftOut", 0, "cursor", number));
		trace.putAll(Map.of("decisions", List.of(), "notes", List.of(), "criticalMicros", duration, "logs", List.of(),
				"peers", List.of(), "spans", new ArrayList<>(spans)));
		return trace;
	}

	static Map<String, Object> span(int number, int parent, int depth, String title, String kind, long start,
			long duration) {
		Map<String, Object> span = new HashMap<>();
		span.putAll(Map.of("spanId", spanId(number), "depth", depth, "name", "http.server", "title", title, "kind",
				kind, "service", "shop", "scope", "dev.telemetry", "startMicros", start, "durationMicros", duration));
		span.putAll(Map.of("status", "unset", "localRoot", depth == 0, "critical", List.of(), "attributes", Map.of(),
				"events", List.of(), "links", List.of(), "dropped", 0));
		if (parent > 0) {
			span.put("parentSpanId", spanId(parent));
		}
		return span;
	}

	static Map<String, Object> log(long at, String level, int severity, String message, int span) {
		return Map.of("atMicros", at, "level", level, "severity", severity, "logger", "shop.orders.OrderDesk", "thread",
				"http-nio-8080-exec-3", "message", message, "spanId", spanId(span), "service", "shop", "attributes",
				Map.of());
	}

	private static List<Map<String, Object>> parts(long start, long duration) {
		return List.of(Map.of("startMicros", start, "durationMicros", duration));
	}

	static Map<String, Object> live() {
		return live("closed", Map.of());
	}

	static Map<String, Object> live(String breaker, Map<String, Object> lost) {
		Instant now = Instant.now();
		List<Map<String, Object>> points = IntStream.range(0, 60)
			.mapToObj((i) -> Map.<String, Object>of("at", now.minusSeconds(5 * (59 - i)).toString(), "perSecond",
					i % 7 + 0.5, "errorsPerSecond", i % 3 * 0.1, "p50Millis", 4.0, "p99Millis", 80.0 + i))
			.toList();
		Map<String, Object> exporter = Map.of("name", "otlp", "kind", "spans", "target",
				"otlp grpc http://localhost:4317", "state", "All is well.", "breaker", breaker, "handedOver", 40,
				"exported", 38, "queued", 2, "capacity", 2048, "lost", lost);
		Map<String, Object> rings = Map.of("errors", Map.of("traces", 1, "bytes", 100, "pushedOut", 0));
		Map<String, Object> live = new HashMap<>();
		live.putAll(Map.of("service", "shop", "now", now.toString(), "stepSeconds", 5, "requests",
				Map.of("meter", "http.server.requests", "points", points), "jobs",
				Map.of("meter", "job.run", "points", List.of()), "exporters", List.of(exporter), "sampling",
				Map.of("ratio", 0.02, "text", "Kept are 2 % of all traces, and those that fail."), "store",
				Map.of("capture", "kept", "bytes", 1000, "maxBytes", 16777216, "traces", 2, "rings", rings, "missed",
						0)));
		live.putAll(Map.of("logs", "viewer", "redacted", true, "peers", List.of()));
		return live;
	}

}
