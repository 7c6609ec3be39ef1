package dev.telemetry.export.local;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.LogAttributes;

/**
 * Writes a span for people to read: a line with its name, kind, duration and status, and
 * below it its attributes and events as {@code key=value} pairs, in lines that fit a
 * terminal. Stack traces are left out, and so are attributes with a stable OpenTelemetry
 * name if they are there under a name of this project. No value can begin a line. Not
 * thread safe.
 */
final class SpanText {

	private static final int WIDTH = 120;

	/** Keys of attributes that contain a whole stack trace. */
	static final Set<String> STACKS = Set.of(LogAttributes.EXCEPTION_STACK_TRACE.getKey(),
			HttpServerAttributes.STACK.getKey());

	private static final Map<String, AttributeKey<?>> TWINS = Map.of(HttpServerAttributes.REQUEST_METHOD.getKey(),
			HttpServerAttributes.METHOD, HttpServerAttributes.RESPONSE_STATUS_CODE.getKey(),
			HttpServerAttributes.STATUS_CODE);

	private final StringBuilder text;

	private int lineStart;

	SpanText(StringBuilder text) {
		this.text = text;
	}

	/**
	 * Writes the first line of a span.
	 * @param indent the indentation
	 * @param isRoot whether the span has no parent that is drawn above it
	 */
	void appendHead(SpanData span, String indent, boolean isRoot) {
		this.text.append(indent).append(EscapedText.line(span.getName())).append(" (").append(span.getKind());
		this.text.append(", ").append(duration(span.getEndEpochNanos() - span.getStartEpochNanos()));
		StatusData status = span.getStatus();
		if (status.getStatusCode() == StatusCode.ERROR) {
			this.text.append(", ERROR");
			if (!status.getDescription().isEmpty()) {
				this.text.append(' ').append(EscapedText.token(status.getDescription()));
			}
		}
		this.text.append(") span_id=").append(span.getSpanId());
		if (isRoot && span.getParentSpanContext().isValid()) {
			this.text.append(" parent_span_id=").append(span.getParentSpanId());
		}
		endLine();
	}

	/**
	 * Writes the lines below the first one.
	 * @param indent the indentation of each line
	 */
	void appendDetails(SpanData span, String indent) {
		if (!span.getAttributes().isEmpty()) {
			this.lineStart = this.text.length();
			this.text.append(indent);
			appendAttributes(span.getAttributes(), indent);
			endLine();
		}
		for (EventData event : span.getEvents()) {
			this.lineStart = this.text.length();
			this.text.append(indent);
			pair("event", event.getName(), indent);
			appendAttributes(event.getAttributes(), indent);
			endLine();
		}
	}

	// Sorted, because the SDK's order of attributes has no meaning for a reader.
	private void appendAttributes(Attributes attributes, String indent) {
		Map<String, Object> sorted = new TreeMap<>();
		attributes.forEach((key, value) -> sorted.put(key.getKey(), value));
		sorted.keySet().removeAll(STACKS);
		TWINS.forEach((stable, own) -> sorted.remove(stable, attributes.get(own)));
		sorted.forEach((key, value) -> pair(key, value, indent));
	}

	private void pair(String key, Object value, String indent) {
		String pair = EscapedText.token(key) + '=' + EscapedText.token(value.toString());
		boolean isFirst = this.text.length() == this.lineStart + indent.length();
		if (!isFirst && this.text.length() + 1 + pair.length() > this.lineStart + WIDTH) {
			endLine();
			this.lineStart = this.text.length();
			this.text.append(indent);
			isFirst = true;
		}
		this.text.append((isFirst) ? "" : " ").append(pair);
	}

	private void endLine() {
		this.text.append(System.lineSeparator());
	}

	private static String duration(long nanos) {
		double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
		return (seconds < 1) ? String.format(Locale.ROOT, "%.2f ms", seconds * 1_000)
				: String.format(Locale.ROOT, "%.2f s", seconds);
	}

}
