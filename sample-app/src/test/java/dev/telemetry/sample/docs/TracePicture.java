package dev.telemetry.sample.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Draws a trace as tracing backends do: a bar for each span, below its parent.
 */
final class TracePicture {

	private static final int WIDTH = 860;

	private static final int ROW = 46;

	private static final int TOP = 84;

	private static final int BARS = 300;

	private static final int LONGEST = 440;

	private static final List<String> SHOWN = List.of("telemetry.sampling.reason", "http.response.status_code",
			"external.success", "error.type");

	private final List<SpanData> spans;

	private final long start;

	private final double nanosToPixels;

	TracePicture(List<SpanData> trace) {
		this.spans = new ArrayList<>(trace);
		this.spans.sort(Comparator.comparingLong(SpanData::getStartEpochNanos));
		SpanData root = this.spans.get(0);
		this.start = root.getStartEpochNanos();
		this.nanosToPixels = (double) LONGEST / (root.getEndEpochNanos() - this.start);
	}

	String draw(String title, String subtitle) {
		int height = TOP + this.spans.size() * ROW + 10;
		StringBuilder picture = new StringBuilder("""
				<svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
				<style>
				text { font-family: system-ui, sans-serif; fill: #1f2328; font-size: 13px; }
				.title { font-size: 15px; font-weight: 600; }
				.detail { font-size: 11px; fill: #57606a; }
				</style>
				<rect width="%1$d" height="%2$d" fill="#ffffff"/>
				""".formatted(WIDTH, height));
		text(picture, 16, 30, "title", title);
		text(picture, 16, 52, "detail", subtitle);
		for (int i = 0; i < this.spans.size(); i++) {
			row(picture, this.spans.get(i), TOP + i * ROW);
		}
		return picture.append("</svg>\n").toString();
	}

	private void row(StringBuilder picture, SpanData span, int y) {
		boolean error = span.getStatus().getStatusCode() == StatusCode.ERROR;
		double x = BARS + (span.getStartEpochNanos() - this.start) * this.nanosToPixels;
		double width = Math.max(2, (span.getEndEpochNanos() - span.getStartEpochNanos()) * this.nanosToPixels);
		text(picture, 16 + 16 * depth(span), y + 12, "name", span.getName());
		text(picture, 16 + 16 * depth(span), y + 28, "detail", details(span));
		picture.append(String.format(Locale.ROOT,
				"<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"2\" fill=\"%s\"/>%n", x, y, width,
				(error) ? "#cf222e" : "#2da44e"));
		double millis = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e6;
		text(picture, (int) (x + width) + 8, y + 13, "detail", String.format(Locale.ROOT, "%.0f ms", millis));
	}

	private int depth(SpanData span) {
		return this.spans.stream()
			.filter((candidate) -> candidate.getSpanId().equals(span.getParentSpanId()))
			.findFirst()
			.map((parent) -> depth(parent) + 1)
			.orElse(0);
	}

	private static String details(SpanData span) {
		StringBuilder details = new StringBuilder();
		span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.filter((entry) -> SHOWN.contains(entry.getKey().getKey()))
			.sorted(Comparator.comparing((entry) -> SHOWN.indexOf(entry.getKey().getKey())))
			.forEach((entry) -> details.append((details.isEmpty()) ? "" : "  ")
				.append(shortName(entry.getKey()))
				.append('=')
				.append(simpleName(entry.getValue())));
		return details.toString();
	}

	private static String shortName(AttributeKey<?> key) {
		String name = key.getKey();
		return (name.equals("error.type")) ? name : name.substring(name.lastIndexOf('.') + 1);
	}

	private static String simpleName(Object value) {
		String text = String.valueOf(value);
		return text.substring(text.lastIndexOf('.') + 1);
	}

	private static void text(StringBuilder picture, int x, int y, String style, String text) {
		picture.append("<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n".formatted(x, y, style,
				text.replace("&", "&amp;").replace("<", "&lt;")));
	}

}
