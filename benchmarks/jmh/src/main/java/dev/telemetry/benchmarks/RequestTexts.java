package dev.telemetry.benchmarks;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * What the span of a request says.
 */
final class RequestTexts {

	private static final int STACK_TRACE_LENGTH = 4096;

	private RequestTexts() {
	}

	static AttributesBuilder attributes() {
		return Attributes.builder()
			.put("http.method", "GET")
			.put("http.request.method", "GET")
			.put("http.route", "/items/{id}")
			.put("http.status_code", 200)
			.put("http.response.status_code", 200)
			.put("http.duration_seconds", 0.0042)
			.put("url.path", "/items/4711")
			.put("url.scheme", "https")
			.put("server.address", "shop.example.org")
			.put("server.port", 443)
			.put("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36")
			.put("telemetry.sampling.reason", "ratio")
			.put("telemetry.service.instance", "4bf92f3577b34da6a3ce929d0e0e4736");
	}

	static String stackTrace() {
		StringBuilder trace = new StringBuilder("java.lang.IllegalStateException: no price for item 4711\n");
		while (trace.length() < STACK_TRACE_LENGTH) {
			trace.append("\tat org.example.shop.OrderController.find(OrderController.java:")
				.append(trace.length())
				.append(")\n");
		}
		return trace.substring(0, STACK_TRACE_LENGTH);
	}

}
