package dev.telemetry.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import dev.telemetry.text.JsonBuffer;

/**
 * A report as the viewer describes a trace (docs/viewer.md).
 */
final class ViewerTrace {

	/** The page draws no more. */
	static final int MAX_SPANS = 10_000;

	private static final double MICROS = 1e6;

	private final JsonBuffer json = new JsonBuffer();

	private final JobSummary summary;

	private final SpanForest forest;

	private final BitSet shown;

	private ViewerTrace(JobSummary summary, SpanForest forest) {
		this.summary = summary;
		this.forest = forest;
		this.shown = shown(forest);
	}

	static String json(JobSummary summary, SpanForest forest) {
		ViewerTrace trace = new ViewerTrace(summary, forest);
		trace.write();
		return JsonOutput.text(trace.json);
	}

	private void write() {
		String title = this.summary.text("job_type") + " " + this.summary.text("job_id");
		this.json.beginObject();
		text("traceId", this.summary.text("trace_id"));
		text("name", this.summary.text("job_id"));
		text("title", title);
		text("kind", "internal");
		this.json.key("services").beginArray().value(this.summary.text("service")).endArray();
		text("start", this.summary.text("started_at"));
		this.json.key("startMicros").value(this.summary.startMicros());
		this.json.key("durationMicros").value(Math.round(this.summary.number("wall_duration") * MICROS));
		this.json.key("error").value(this.summary.outcome().equals("failed"));
		if (!this.summary.error().isEmpty()) {
			text("errorText", this.summary.error());
		}
		this.json.key("kept").value(true);
		text("reason", "none");
		text("why", why());
		this.json.key("complete").value(true);
		long truncated = (long) this.summary.number("truncated_spans");
		this.json.key("spanCount").value(this.forest.size());
		this.json.key("errorCount").value(this.summary.names().stream().mapToLong(NameRow::errors).sum());
		this.json.key("logCount").value(0).key("leftOut").value(truncated).key("cursor").value(0);
		this.json.key("decisions").beginArray().endArray();
		this.json.key("notes").beginArray();
		if (truncated > 0) {
			this.json.value("Spans without a line in the report: " + truncated);
		}
		this.json.endArray();
		this.json.key("criticalMicros").value(Math.round(this.summary.number("wall_duration") * MICROS));
		writeSpans();
		this.json.key("logs").beginArray().endArray();
		this.json.key("peers").beginArray().endArray();
		this.json.endObject();
	}

	private String why() {
		double wall = this.summary.number("wall_duration");
		NameRow longest = this.summary.waitedForMost();
		if (longest == null || wall <= 0) {
			return "The report of a job.";
		}
		return "The report of a job. The longest part of it was " + Text.cut(longest.name(), 100) + ": "
				+ Text.seconds(longest.critical()) + ", " + Text.percent(longest.critical() / wall) + " of its time.";
	}

	// Each one is followed by those below it.
	private void writeSpans() {
		Deque<int[]> open = new ArrayDeque<>();
		push(open, this.forest.roots(), 0);
		this.json.key("spans").beginArray();
		while (!open.isEmpty()) {
			int[] next = open.removeFirst();
			if (this.shown.get(next[0])) {
				write(next[0], next[1]);
			}
			push(open, this.forest.children(next[0]), next[1] + 1);
		}
		this.json.endArray();
	}

	// Those that failed, with what they are below, and as many others as there is room
	// for.
	private static BitSet shown(SpanForest forest) {
		BitSet shown = new BitSet();
		int room = MAX_SPANS;
		for (boolean failed : new boolean[] { true, false }) {
			for (int span = 0; span < forest.size() && room > 0; span++) {
				if (forest.span(span).failed() == failed) {
					room -= show(forest, span, room, shown);
				}
			}
		}
		return shown;
	}

	private static int show(SpanForest forest, int span, int room, BitSet shown) {
		List<Integer> more = new ArrayList<>();
		for (int i = span; i >= 0 && !shown.get(i); i = forest.parent(i)) {
			if (more.size() == room) {
				return 0;
			}
			more.add(i);
		}
		more.forEach(shown::set);
		return more.size();
	}

	private static void push(Deque<int[]> open, List<Integer> spans, int depth) {
		List<Integer> reversed = new ArrayList<>(spans);
		Collections.reverse(reversed);
		reversed.forEach((span) -> open.addFirst(new int[] { span, depth }));
	}

	private void write(int number, int depth) {
		JobSpan span = this.forest.span(number);
		double end = this.forest.end(number);
		this.json.beginObject();
		text("spanId", span.spanId());
		if (!span.parentSpanId().isEmpty()) {
			text("parentSpanId", span.parentSpanId());
		}
		this.json.key("depth").value(depth);
		text("name", span.name());
		text("title", span.name());
		text("kind", "internal");
		text("service", this.summary.text("service"));
		text("scope", "");
		this.json.key("startMicros").value(micros(span.start()));
		this.json.key("durationMicros").value(Math.round((end - span.start()) * MICROS));
		text("status", (span.failed()) ? "error" : "unset");
		String message = span.tags().get("error_msg");
		if (message != null) {
			text("statusText", message);
		}
		this.json.key("localRoot").value(depth == 0);
		if (span.end() == null) {
			text("problem", "It had not ended when the job was over.");
		}
		this.json.key("critical").beginArray();
		this.forest.critical(number).forEach(this::write);
		this.json.endArray();
		this.json.key("attributes").beginObject();
		text("thread", span.thread());
		span.tags().forEach(this::text);
		span.metrics().forEach((key, value) -> JsonOutput.writeNumber(this.json.key(key), value));
		this.json.endObject();
		this.json.key("events").beginArray();
		span.events().forEach(this::write);
		this.json.endArray();
		this.json.key("links").beginArray().endArray().key("dropped").value(0).endObject();
	}

	private void write(SpanForest.Piece piece) {
		this.json.beginObject().key("startMicros").value(micros(piece.start()));
		this.json.key("durationMicros").value(Math.round(piece.seconds() * MICROS)).endObject();
	}

	private void write(JobSpan.Event event) {
		this.json.beginObject();
		text("name", event.name());
		this.json.key("atMicros").value(micros(event.time()));
		this.json.key("attributes").beginObject();
		event.attributes().forEach(this::text);
		this.json.endObject().endObject();
	}

	private long micros(double seconds) {
		return this.summary.startMicros() + Math.round(seconds * MICROS);
	}

	private void text(String key, String value) {
		this.json.key(key).value(value);
	}

}
