package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.telemetry.text.JsonBuffer;

/**
 * Spans as trace events of Chrome. Spans of one lane lie within each other or one after
 * the other, which those who draw them rely on; threads do not promise that.
 *
 * @see <a href=
 * "https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">Trace
 * Event Format</a>
 */
final class ChromeTrace {

	private static final double MICROS = 1e6;

	private ChromeTrace() {
	}

	static void write(JobSummary summary, List<JobSpan> spans, PrintWriter out) {
		double jobEnd = summary.number("wall_duration");
		List<JobSpan> outerFirst = new ArrayList<>(spans);
		outerFirst.sort(Comparator.comparingDouble(JobSpan::start)
			.thenComparing(Comparator.<JobSpan>comparingDouble((span) -> span.endOr(jobEnd)).reversed()));
		Lanes lanes = new Lanes();
		JsonBuffer json = new JsonBuffer();
		json.beginObject().key("displayTimeUnit").value("ms").key("traceEvents").beginArray();
		name(json, "process_name", 0, summary.text("service") + " " + summary.text("job_id"));
		for (JobSpan span : outerFirst) {
			int known = lanes.size();
			int lane = lanes.take(span.start(), span.endOr(jobEnd));
			if (lane == known) {
				name(json, "thread_name", lane, "lane " + (lane + 1));
			}
			write(json, span, lane, span.endOr(jobEnd));
			JsonOutput.print(json, out);
		}
		json.endArray().endObject();
		out.println(JsonOutput.text(json));
	}

	private static void name(JsonBuffer json, String what, int lane, String name) {
		json.beginObject().key("ph").value("M").key("name").value(what).key("pid").value(1).key("tid").value(lane + 1L);
		json.key("args").beginObject().key("name").value(name).endObject().endObject();
	}

	private static void write(JsonBuffer json, JobSpan span, int lane, double end) {
		json.beginObject().key("ph").value("X").key("name").value(span.name());
		json.key("cat").value((span.failed()) ? "error" : "span");
		json.key("ts").value(span.start() * MICROS).key("dur").value((end - span.start()) * MICROS);
		json.key("pid").value(1).key("tid").value(lane + 1L);
		json.key("args").beginObject().key("thread").value(span.thread()).key("span_id").value(span.spanId());
		span.tags().forEach((key, value) -> json.key("tags." + key).value(value));
		span.metrics().forEach((key, value) -> JsonOutput.writeNumber(json.key("metrics." + key), value));
		json.endObject().endObject();
	}

}
