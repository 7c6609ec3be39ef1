package dev.telemetry.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.LogAttributes;
import dev.telemetry.text.CutText;

/**
 * A span in a report. Numbers are metrics, and everything else is a tag; the attributes
 * of one statistic of {@code measure} are one metric. Not thread safe.
 *
 * @param name name of the span
 * @param start when the span began, in nanoseconds since 1970
 * @param end when the span ended, in nanoseconds since 1970, or {@code null} if it has
 * not
 * @param error whether the span failed
 * @param metrics the numbers
 * @param tags the texts
 * @param data the data of the span
 * @param thread name of the thread that started the span
 */
record ReportedSpan(String name, long start, @Nullable Long end, boolean error, Map<String, Metric> metrics,
		Map<String, String> tags, SpanData data, String thread) {

	private static final String OTHER_ERROR = "_OTHER";

	private static final int MAX_MESSAGE = 200;

	static ReportedSpan of(SpanData span, String thread) {
		Map<String, Metric> metrics = new TreeMap<>();
		Map<String, String> tags = new TreeMap<>();
		boolean error = isError(span);
		span.getAttributes().forEach((key, value) -> add(key.getKey(), value, metrics, tags));
		mergeMeasured(metrics);
		if (error) {
			addError(span, tags);
		}
		return new ReportedSpan(span.getName(), span.getStartEpochNanos(),
				(span.hasEnded()) ? span.getEndEpochNanos() : null, error, metrics, tags, span, thread);
	}

	static boolean isError(SpanData span) {
		return span.getStatus().getStatusCode() == StatusCode.ERROR;
	}

	/**
	 * Returns how long the span took, in nanoseconds.
	 */
	long nanos() {
		return (this.end != null) ? Math.max(0, this.end - this.start) : 0;
	}

	/**
	 * Adds a failure.
	 */
	static void addError(Map<String, String> tags, String type, @Nullable String message) {
		tags.put("error", type);
		if (message != null && !message.isEmpty()) {
			tags.put("error_msg", cut(message));
		}
	}

	private static void addError(SpanData span, Map<String, String> tags) {
		Attributes exception = lastException(span.getEvents());
		String type = span.getAttributes().get(HttpServerAttributes.ERROR_TYPE);
		type = (type != null) ? type : exception.get(LogAttributes.EXCEPTION_TYPE);
		String message = exception.get(LogAttributes.EXCEPTION_MESSAGE);
		addError(tags, (type != null) ? type : OTHER_ERROR,
				(message != null) ? message : span.getStatus().getDescription());
	}

	private static Attributes lastException(List<EventData> events) {
		for (int i = events.size() - 1; i >= 0; i--) {
			if (events.get(i).getName().equals(LogAttributes.EXCEPTION_EVENT)) {
				return events.get(i).getAttributes();
			}
		}
		return Attributes.empty();
	}

	static String cut(String message) {
		return CutText.of(message, MAX_MESSAGE);
	}

	private static void add(String key, Object value, Map<String, Metric> metrics, Map<String, String> tags) {
		if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
			metrics.put(key, Metric.of(number.doubleValue()));
		}
		else {
			tags.put(key, text(value));
		}
	}

	static String text(@Nullable Object value) {
		if (value instanceof List<?> values) {
			return String.join(",", values.stream().map(ReportedSpan::text).toList());
		}
		return (value instanceof Value<?> structured) ? structured.asString() : Objects.toString(value, "");
	}

	private static void mergeMeasured(Map<String, Metric> metrics) {
		for (String key : List.copyOf(metrics.keySet())) {
			if (key.endsWith(".count")) {
				mergeMeasured(metrics, key.substring(0, key.length() - ".count".length()));
			}
		}
	}

	private static void mergeMeasured(Map<String, Metric> metrics, String name) {
		Metric count = metrics.get(name + ".count");
		Metric min = metrics.get(name + ".min");
		Metric max = metrics.get(name + ".max");
		Metric average = metrics.get(name + ".avg");
		if (count == null || count.sum() < 1 || min == null || max == null || average == null
				|| metrics.containsKey(name)) {
			return;
		}
		List.of(".count", ".min", ".max", ".avg").forEach((part) -> metrics.remove(name + part));
		long values = (long) count.sum();
		metrics.put(name, new Metric(values, average.sum() * values, min.sum(), max.sum()));
	}

}
