package dev.telemetry.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A span of a line that the exporters {@code file} and {@code stderr} write.
 *
 * @param time when it began, in nanoseconds since 1970, or 0 if it does not say
 * @param seconds how long it took, or {@code null} for an event
 * @param failed whether it failed
 * @param service what it ran in
 * @param name its name
 * @param traceId id of its trace, empty if it does not say
 * @param attributes what else there is to say
 */
record TelemetryLine(long time, @Nullable Double seconds, boolean failed, String service, String name, String traceId,
		Map<String, String> attributes) {

	private static final String PREFIX = "TELEMETRY:";

	private static final int ERROR = 2;

	private static final double NANOS = 1e9;

	/**
	 * Reads a line.
	 * @return what there is, nothing if it is another line
	 */
	static List<TelemetryLine> of(String line) {
		try {
			int begin = line.indexOf(PREFIX);
			if (begin >= 0) {
				return ofEvent(Json.parseObject(line.substring(begin + PREFIX.length())));
			}
			boolean object = line.startsWith("{") || line.startsWith(Json.BYTE_ORDER_MARK + "{");
			return (object) ? ofOtlp(Json.parseObject(line)) : List.of();
		}
		catch (DamagedException | NumberFormatException ex) {
			return List.of();
		}
	}

	private static List<TelemetryLine> ofEvent(Map<String, @Nullable Object> json) {
		String name = Json.text(json, "event", "");
		if (name.isEmpty()) {
			return List.of();
		}
		Map<String, String> attributes = new TreeMap<>();
		Json.object(json.get("metadata"))
			.forEach((key, value) -> attributes.put(key, String.valueOf(Json.text(value))));
		Json.object(json.get("measurements"))
			.forEach((key, value) -> attributes.put(key, String.valueOf(Json.text(value))));
		Double seconds = Json.number(Json.object(json.get("measurements")).get("duration_seconds"));
		boolean failed = "ERROR".equals(attributes.get("status"));
		String service = attributes.getOrDefault("service", "");
		List.of("duration_seconds", "service", "status", "kind", "span_id", "parent_span_id")
			.forEach(attributes::remove);
		return List.of(new TelemetryLine((long) Json.number(json, "timestamp_ns"), seconds, failed, service, name,
				Json.text(json, "correlation_id", ""), attributes));
	}

	private static List<TelemetryLine> ofOtlp(Map<String, @Nullable Object> json) {
		List<TelemetryLine> lines = new ArrayList<>();
		for (Object resource : Json.array(json.get("resourceSpans"))) {
			Map<String, String> attributes = attributes(
					Json.object(Json.object(resource).get("resource")).get("attributes"));
			String service = attributes.getOrDefault("service.name", "");
			for (Object scope : Json.array(Json.object(resource).get("scopeSpans"))) {
				for (Object span : Json.array(Json.object(scope).get("spans"))) {
					lines.add(ofOtlp(Json.object(span), service));
				}
			}
		}
		return lines;
	}

	private static TelemetryLine ofOtlp(Map<String, @Nullable Object> span, String service) {
		long start = nanos(span.get("startTimeUnixNano"));
		long end = nanos(span.get("endTimeUnixNano"));
		Double code = Json.number(Json.object(span.get("status")).get("code"));
		return new TelemetryLine(start, (end - start) / NANOS, code != null && code == ERROR, service,
				Json.text(span, "name", ""), Json.text(span, "traceId", ""), attributes(span.get("attributes")));
	}

	private static long nanos(@Nullable Object value) {
		if (value instanceof Double number) {
			return number.longValue();
		}
		String text = Json.text(value);
		return (text != null) ? Long.parseLong(text) : 0;
	}

	private static Map<String, String> attributes(@Nullable Object json) {
		Map<String, String> attributes = new TreeMap<>();
		for (Object attribute : Json.array(json)) {
			Map<String, @Nullable Object> pair = Json.object(attribute);
			attributes.put(String.valueOf(Json.text(pair.get("key"))), value(pair.get("value")));
		}
		return attributes;
	}

	// There is one member, which is named after its type.
	private static String value(@Nullable Object json) {
		for (Map.Entry<String, @Nullable Object> typed : Json.object(json).entrySet()) {
			List<?> values = Json.array(Json.object(typed.getValue()).get("values"));
			return switch (typed.getKey()) {
				case "arrayValue" -> String.join(",", values.stream().map(TelemetryLine::value).toList());
				case "kvlistValue" -> attributes(values).toString();
				default -> String.valueOf(Json.text(typed.getValue()));
			};
		}
		return "";
	}

	@Override
	public String toString() {
		StringBuilder line = new StringBuilder();
		line.append((this.time != 0) ? Instant.ofEpochSecond(0, this.time) : "-");
		Double seconds = this.seconds;
		line.append("  ").append(Text.right((seconds != null) ? Text.seconds(seconds) : "event", 9));
		line.append((this.failed) ? "  ERROR  " : "  ").append(this.service).append("  ").append(this.name);
		if (!this.traceId.isEmpty()) {
			line.append("  ").append(this.traceId);
		}
		this.attributes.forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
		return Text.cut(line.toString(), 1_000);
	}

}
