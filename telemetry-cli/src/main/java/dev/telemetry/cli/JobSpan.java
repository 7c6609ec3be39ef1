package dev.telemetry.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A line of a report. Times are in seconds since the job began.
 *
 * @param name its name
 * @param start when it began
 * @param end when it ended, or {@code null} if it had not when the job was over
 * @param status {@code ERROR}, {@code OK} or {@code UNSET}
 * @param thread name of the thread that started it
 * @param traceId id of its trace
 * @param spanId its id
 * @param parentSpanId id of the span that it is below, empty for none
 * @param startedAt when it began, as a date
 * @param metrics its numbers
 * @param tags its texts
 * @param events what happened meanwhile
 */
record JobSpan(String name, double start, @Nullable Double end, String status, String thread, String traceId,
		String spanId, String parentSpanId, String startedAt, Map<String, Double> metrics, Map<String, String> tags,
		List<Event> events) {

	/**
	 * Reads a line.
	 * @param line the line
	 * @param shared has what other lines say too
	 * @throws DamagedException if it is none
	 */
	static JobSpan of(String line, SharedTexts shared) throws DamagedException {
		Map<String, @Nullable Object> json = Json.parseObject(line);
		Double start = Json.number(json.get("start_time"));
		String name = Json.text(json.get("name"));
		if (start == null || name == null) {
			throw new DamagedException("no span");
		}
		Map<String, Double> metrics = new TreeMap<>();
		Json.object(json.get("metrics")).forEach((key, value) -> {
			if (value instanceof Double number) {
				metrics.put(shared.of(key), number);
			}
		});
		List<Event> events = Json.array(json.get("events")).stream().map((event) -> Event.of(event, shared)).toList();
		return new JobSpan(shared.of(name), start, Json.number(json.get("end_time")),
				shared.of(Json.text(json, "status", "UNSET")), shared.of(Json.text(json, "thread", "")),
				shared.of(Json.text(json, "trace_id", "")), Json.text(json, "span_id", ""),
				Json.text(json, "parent_span_id", ""), Json.text(json, "started_at", ""),
				(metrics.isEmpty()) ? Map.of() : metrics, texts(json.get("tags"), shared), events);
	}

	private static Map<String, String> texts(@Nullable Object json, SharedTexts shared) {
		Map<String, String> texts = new TreeMap<>();
		Json.object(json).forEach((key, value) -> {
			String text = Json.text(value);
			if (text != null) {
				texts.put(shared.of(key), text);
			}
		});
		return (texts.isEmpty()) ? Map.of() : texts;
	}

	boolean failed() {
		return this.status.equals("ERROR");
	}

	/**
	 * When it ended, or when the job did.
	 */
	double endOr(double jobEnd) {
		Double end = this.end;
		return Math.max(this.start, (end != null) ? end : jobEnd);
	}

	/**
	 * Something that happened during a span.
	 *
	 * @param name what happened
	 * @param time when, in seconds since the job began
	 * @param attributes what there is to say
	 */
	record Event(String name, double time, Map<String, String> attributes) {

		static Event of(@Nullable Object json, SharedTexts shared) {
			Map<String, @Nullable Object> event = Json.object(json);
			return new Event(shared.of(Json.text(event, "name", "")), Json.number(event, "time"),
					texts(event.get("attributes"), shared));
		}

	}

}
