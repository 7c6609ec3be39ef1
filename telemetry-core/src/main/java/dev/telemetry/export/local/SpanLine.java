package dev.telemetry.export.local;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Writes a span as one line of {@code key=value} pairs. Values with blanks, quotes,
 * equals signs or control characters are quoted and escaped, so that a span never takes
 * two lines. Stack traces are left out.
 */
final class SpanLine {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final String STACK_TRACE = "exception.stacktrace";

	private final StringBuilder line;

	SpanLine(StringBuilder line) {
		this.line = line;
	}

	void append(SpanData span) {
		this.line.append("span");
		pair("name", span.getName());
		pair("kind", span.getKind());
		pair("trace_id", span.getTraceId());
		pair("span_id", span.getSpanId());
		if (span.getParentSpanContext().isValid()) {
			pair("parent_span_id", span.getParentSpanId());
		}
		appendTime(span);
		if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
			pair("status", StatusCode.ERROR);
		}
		String service = span.getResource().getAttribute(SERVICE_NAME);
		if (service != null) {
			pair("service", service);
		}
		appendAttributes(span.getAttributes());
		span.getEvents().forEach(this::appendEvent);
		this.line.append(System.lineSeparator());
	}

	private void appendTime(SpanData span) {
		long start = span.getStartEpochNanos();
		long nanosPerSecond = TimeUnit.SECONDS.toNanos(1);
		pair("start", Instant.ofEpochSecond(start / nanosPerSecond, start % nanosPerSecond));
		double seconds = (span.getEndEpochNanos() - start) / (double) nanosPerSecond;
		pair("seconds", String.format(Locale.ROOT, "%.6f", seconds));
	}

	private void appendEvent(EventData event) {
		pair("event", event.getName());
		appendAttributes(event.getAttributes());
	}

	// Sorted, because the SDK keeps them in no order that a reader could follow.
	private void appendAttributes(Attributes attributes) {
		Map<String, Object> sorted = new TreeMap<>();
		attributes.forEach((key, value) -> sorted.put(key.getKey(), value));
		sorted.remove(STACK_TRACE);
		sorted.forEach(this::pair);
	}

	private void pair(String key, Object value) {
		this.line.append(' ');
		appendToken(key);
		this.line.append('=');
		appendToken(value.toString());
	}

	private void appendToken(String text) {
		if (isPlain(text)) {
			this.line.append(text);
			return;
		}
		this.line.append('"');
		for (int i = 0; i < text.length(); i++) {
			appendEscaped(text.charAt(i));
		}
		this.line.append('"');
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c <= ' ' || c == '"' || c == '=' || c == '\\' || isLineBreakOrControl(c)) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static boolean isLineBreakOrControl(char c) {
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c);
	}

	private void appendEscaped(char c) {
		switch (c) {
			case '"' -> this.line.append("\\\"");
			case '\\' -> this.line.append("\\\\");
			case '\n' -> this.line.append("\\n");
			case '\r' -> this.line.append("\\r");
			case '\t' -> this.line.append("\\t");
			default -> {
				if (isLineBreakOrControl(c)) {
					this.line.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
				}
				else {
					this.line.append(c);
				}
			}
		}
	}

}
