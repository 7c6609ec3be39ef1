package dev.telemetry.autoconfigure.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogAttributes;
import dev.telemetry.view.Verdict;
import dev.telemetry.view.ViewedLog;
import dev.telemetry.view.ViewedSpan;
import dev.telemetry.view.ViewedTrace;

/**
 * Reads the answer of another viewer about a trace. Invalid data is left out, or leads to
 * an exception.
 */
final class PeerTraceReader {

	private final String traceId;

	PeerTraceReader(String traceId) {
		this.traceId = traceId;
	}

	/**
	 * Reads a trace.
	 * @param json a trace in the format of {@link TraceJson}
	 */
	ViewedTrace read(Map<String, Object> json) {
		List<ViewedSpan> spans = new ArrayList<>();
		objects(json, "spans").stream()
			.filter((span) -> SpanId.isValid(text(span, "spanId")))
			.limit(ViewedTrace.MAX_SPANS)
			.forEach((span) -> spans.add(ViewedSpan.of(span(span))));
		List<ViewedLog> logs = new ArrayList<>();
		objects(json, "logs").stream().limit(ViewedTrace.MAX_LOGS).forEach((log) -> logs.add(log(log)));
		List<Verdict> verdicts = new ArrayList<>();
		objects(json, "decisions").stream()
			.limit(ViewedTrace.MAX_SPANS)
			.forEach((decision) -> verdicts.add(verdict(decision)));
		return new ViewedTrace(this.traceId, spans, logs, verdicts, count(json, TraceJson.LEFT_OUT_SPANS),
				count(json, TraceJson.LEFT_OUT_LOGS), 0, 0);
	}

	private static int count(Map<String, Object> json, String field) {
		return (int) Math.max(0, Math.min(number(json, field), Integer.MAX_VALUE / 2));
	}

	private static Verdict verdict(Map<String, Object> json) {
		String reason = text(json, "reason");
		return new Verdict(text(json, "spanId"), Boolean.TRUE.equals(json.get("kept")),
				(reason.isEmpty()) ? null : reason, text(json, "why"));
	}

	private ViewedSpan span(Map<String, Object> json) {
		long start = nanos(json, "startMicros");
		Attributes attributes = attributes(json);
		List<EventData> events = objects(json, "events").stream().map(PeerTraceReader::event).toList();
		List<LinkData> links = objects(json, "links").stream().map(PeerTraceReader::link).toList();
		return new ViewedSpan(resource(json), InstrumentationScopeInfo.create(text(json, "scope")), text(json, "name"),
				choice(SpanKind.class, text(json, "kind"), SpanKind.INTERNAL), context(text(json, "spanId"), false),
				context(text(json, "parentSpanId"), Boolean.TRUE.equals(json.get("localRoot"))), status(json), start,
				start + nanos(json, "durationMicros"), attributes, attributes.size() + (int) number(json, "dropped"),
				events, events.size(), links, links.size());
	}

	private static Resource resource(Map<String, Object> json) {
		return Resource.create(Attributes.of(ViewedSpan.SERVICE, text(json, "service")));
	}

	private SpanContext context(String spanId, boolean remote) {
		TraceFlags flags = TraceFlags.getSampled();
		return (remote) ? SpanContext.createFromRemoteParent(this.traceId, spanId, flags, TraceState.getDefault())
				: SpanContext.create(this.traceId, spanId, flags, TraceState.getDefault());
	}

	private static StatusData status(Map<String, Object> json) {
		return StatusData.create(choice(StatusCode.class, text(json, "status"), StatusCode.UNSET),
				text(json, "statusText"));
	}

	private static EventData event(Map<String, Object> json) {
		return EventData.create(nanos(json, "atMicros"), text(json, "name"), attributes(json));
	}

	private static LinkData link(Map<String, Object> json) {
		return LinkData.create(SpanContext.create(text(json, "traceId"), text(json, "spanId"), TraceFlags.getSampled(),
				TraceState.getDefault()), attributes(json));
	}

	private static ViewedLog log(Map<String, Object> json) {
		AttributesBuilder attributes = attributes(json).toBuilder()
			.put(LogAttributes.THREAD_NAME, text(json, "thread"));
		if (json.get("exception") instanceof Map<?, ?> exception) {
			put(attributes, LogAttributes.EXCEPTION_TYPE, exception.get("type"));
			put(attributes, LogAttributes.EXCEPTION_MESSAGE, exception.get("message"));
			put(attributes, LogAttributes.EXCEPTION_STACK_TRACE, exception.get("stackTrace"));
		}
		return new ViewedLog(nanos(json, "atMicros"), (int) number(json, "severity"), text(json, "logger"),
				text(json, "message"), text(json, "spanId"), text(json, "service"), attributes.build());
	}

	private static void put(AttributesBuilder attributes, AttributeKey<String> key, @Nullable Object value) {
		if (value instanceof String text) {
			attributes.put(key, text);
		}
	}

	private static Attributes attributes(Map<String, Object> json) {
		AttributesBuilder attributes = Attributes.builder();
		if (json.get("attributes") instanceof Map<?, ?> values) {
			values.forEach((key, value) -> put(attributes, String.valueOf(key), value));
		}
		return attributes.build();
	}

	private static void put(AttributesBuilder attributes, String key, @Nullable Object value) {
		if (value instanceof Boolean truth) {
			attributes.put(key, truth);
		}
		else if (value instanceof Integer || value instanceof Long) {
			attributes.put(key, ((Number) value).longValue());
		}
		else if (value instanceof Number number) {
			attributes.put(key, number.doubleValue());
		}
		else if (value instanceof List<?> values) {
			attributes.put(AttributeKey.stringArrayKey(key), values.stream().map(String::valueOf).toList());
		}
		else if (value != null) {
			attributes.put(key, value.toString());
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> objects(Map<String, Object> json, String field) {
		List<Map<String, Object>> objects = new ArrayList<>();
		if (json.get(field) instanceof List<?> elements) {
			elements.forEach((element) -> {
				if (element instanceof Map<?, ?> object) {
					objects.add((Map<String, Object>) object);
				}
			});
		}
		return objects;
	}

	private static String text(Map<String, Object> json, String field) {
		return (json.get(field) instanceof String text) ? text : "";
	}

	private static long nanos(Map<String, Object> json, String field) {
		return TimeUnit.MICROSECONDS.toNanos(number(json, field));
	}

	private static long number(Map<String, Object> json, String field) {
		return (json.get(field) instanceof Number number) ? number.longValue() : 0;
	}

	private static <E extends Enum<E>> E choice(Class<E> type, String name, E otherwise) {
		for (E candidate : type.getEnumConstants()) {
			if (candidate.name().toLowerCase(Locale.ROOT).equals(name)) {
				return candidate;
			}
		}
		return otherwise;
	}

}
