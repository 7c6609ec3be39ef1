package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

import dev.telemetry.text.JsonBuffer;

/**
 * A report as one JSON document.
 */
final class JsonDocument {

	private JsonDocument() {
	}

	static void write(JobSummary summary, List<JobSpan> spans, PrintWriter out) {
		JsonBuffer json = JsonBuffer.indented(2);
		json.beginObject().key("summary");
		JsonOutput.write(json, summary.json());
		json.key("spans").beginArray();
		for (JobSpan span : spans) {
			write(json, span);
			JsonOutput.print(json, out);
		}
		json.endArray().endObject();
		out.println(JsonOutput.text(json));
	}

	private static void write(JsonBuffer json, JobSpan span) {
		json.beginObject();
		json.key("name").value(span.name());
		json.key("start_time").value(span.start());
		Double end = span.end();
		if (end != null) {
			json.key("end_time").value(end.doubleValue());
			json.key("duration").value(end - span.start());
		}
		json.key("status").value(span.status());
		json.key("thread").value(span.thread());
		json.key("started_at").value(span.startedAt());
		json.key("trace_id").value(span.traceId());
		json.key("span_id").value(span.spanId());
		json.key("parent_span_id").value(span.parentSpanId());
		json.key("metrics").beginObject();
		span.metrics().forEach((key, value) -> JsonOutput.writeNumber(json.key(key), value));
		json.endObject();
		texts(json, "tags", span.tags());
		json.key("events").beginArray();
		span.events().forEach((event) -> write(json, event));
		json.endArray().endObject();
	}

	private static void write(JsonBuffer json, JobSpan.Event event) {
		json.beginObject().key("name").value(event.name()).key("time").value(event.time());
		texts(json, "attributes", event.attributes());
		json.endObject();
	}

	private static void texts(JsonBuffer json, String key, Map<String, String> texts) {
		json.key(key).beginObject();
		texts.forEach((name, text) -> json.key(name).value(text));
		json.endObject();
	}

}
