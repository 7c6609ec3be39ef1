package dev.telemetry.export.local;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Draws the spans of one trace as a tree: children below their parents, by start time. A
 * span whose parent is missing, because it belongs to another process or another batch,
 * is drawn at the left and names its parent. So is a span that is nested too deeply. Each
 * span is drawn once, even if the data is bad, such as a cycle.
 */
final class TraceTree {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final int MAX_DEPTH = 24;

	private static final String BAR = "|  ";

	private static final String GAP = "   ";

	private final StringBuilder text;

	private final SpanText span;

	private final List<SpanData> spans;

	private final Map<String, List<SpanData>> children = new HashMap<>();

	private final Set<SpanData> drawn = Collections.newSetFromMap(new IdentityHashMap<>());

	private TraceTree(StringBuilder text, List<SpanData> spans) {
		this.text = text;
		this.span = new SpanText(text);
		this.spans = spans.stream().sorted(Comparator.comparingLong(SpanData::getStartEpochNanos)).toList();
		for (SpanData span : this.spans) {
			this.children.computeIfAbsent(span.getParentSpanId(), (id) -> new ArrayList<>()).add(span);
		}
	}

	/**
	 * Draws the spans of any number of traces, in the order of the first span of each
	 * trace.
	 */
	static void append(Collection<SpanData> spans, StringBuilder text) {
		Map<String, List<SpanData>> traces = spans.stream()
			.collect(Collectors.groupingBy(SpanData::getTraceId, LinkedHashMap::new, Collectors.toList()));
		traces.values().forEach((trace) -> new TraceTree(text, trace).draw());
	}

	private void draw() {
		drawHead(this.spans.get(0));
		Set<String> ids = this.spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
		this.spans.stream().filter((span) -> !ids.contains(span.getParentSpanId())).forEach(this::drawRoot);
		this.spans.forEach(this::drawRoot);
	}

	private void drawHead(SpanData first) {
		this.text.append("trace ").append(first.getTraceId());
		String service = first.getResource().getAttribute(SERVICE_NAME);
		if (service != null) {
			this.text.append(" of ").append(EscapedText.token(service));
		}
		this.text.append(", ").append(this.spans.size()).append((this.spans.size() == 1) ? " span" : " spans");
		this.text.append(", ").append(time(first.getStartEpochNanos())).append(System.lineSeparator());
	}

	private static Instant time(long nanos) {
		return Instant.ofEpochSecond(0, nanos).truncatedTo(ChronoUnit.MILLIS);
	}

	private void drawRoot(SpanData root) {
		draw(root, "", "", 0);
	}

	private void draw(SpanData span, String branch, String indent, int depth) {
		if (!this.drawn.add(span)) {
			return;
		}
		this.span.appendHead(span, branch, depth == 0);
		List<SpanData> below = (depth < MAX_DEPTH) ? this.children.getOrDefault(span.getSpanId(), List.of())
				: List.of();
		this.span.appendDetails(span, indent + ((below.isEmpty()) ? GAP : BAR));
		for (int i = 0; i < below.size(); i++) {
			boolean isLast = i == below.size() - 1;
			draw(below.get(i), indent + ((isLast) ? "\\- " : "+- "), indent + ((isLast) ? GAP : BAR), depth + 1);
		}
	}

}
