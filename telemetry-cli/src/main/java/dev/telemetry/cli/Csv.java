package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Spans as comma-separated values. A text that a spreadsheet would take for a formula
 * begins with an apostrophe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class Csv {

	private static final String END = "\r\n";

	/** What a formula begins with, the full-width ones too. */
	private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

	private Csv() {
	}

	static void write(List<JobSpan> spans, PrintWriter out) {
		Set<String> metrics = new TreeSet<>();
		Set<String> tags = new TreeSet<>();
		spans.forEach((span) -> {
			metrics.addAll(span.metrics().keySet());
			tags.addAll(span.tags().keySet());
		});
		List<String> titles = new ArrayList<>(List.of("name", "start_time", "end_time", "duration", "status", "thread",
				"started_at", "trace_id", "span_id", "parent_span_id"));
		metrics.forEach((key) -> titles.add("metrics." + key));
		tags.forEach((key) -> titles.add("tags." + key));
		out.print(String.join(",", titles.stream().map(Csv::cell).toList()) + END);
		spans.forEach((span) -> out.print(row(span, metrics, tags) + END));
	}

	private static String row(JobSpan span, Set<String> metrics, Set<String> tags) {
		List<String> cells = new ArrayList<>();
		cells.add(cell(span.name()));
		cells.add(number(span.start()));
		cells.add(number(span.end()));
		cells.add(number((span.end() != null) ? span.end() - span.start() : null));
		for (String text : List.of(span.status(), span.thread(), span.startedAt(), span.traceId(), span.spanId(),
				span.parentSpanId())) {
			cells.add(cell(text));
		}
		metrics.forEach((key) -> cells.add(number(span.metrics().get(key))));
		tags.forEach((key) -> cells.add(cell(span.tags().getOrDefault(key, ""))));
		return String.join(",", cells);
	}

	private static String number(@Nullable Double number) {
		return (number != null) ? Text.format("%.9f", number).replaceAll("\\.?0+$", "") : "";
	}

	static String cell(String text) {
		String shown = Text.lines(text);
		String safe = (!shown.isEmpty() && FORMULA.indexOf(shown.charAt(0)) >= 0) ? "'" + shown : shown;
		boolean quoted = safe.chars().anyMatch((c) -> c == ',' || c == '"' || c == '\n' || c == '\r');
		return (quoted) ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
	}

}
