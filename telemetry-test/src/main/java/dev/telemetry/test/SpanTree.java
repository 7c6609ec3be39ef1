package dev.telemetry.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Draws spans as a text tree for messages: children below their parents by start time,
 * and a span whose parent is not among the spans as a root. Bad data (cycles, ids that
 * occur twice) is drawn once and never loops.
 */
final class SpanTree {

	private static final int MAX_SPANS = 100;

	private final StringBuilder text = new StringBuilder();

	private final Map<String, List<Node>> children = new HashMap<>();

	private final Set<Node> drawn = Collections.newSetFromMap(new IdentityHashMap<>());

	private final List<Node> nodes;

	private SpanTree(List<Node> nodes) {
		this.nodes = nodes;
		for (Node node : nodes) {
			this.children.computeIfAbsent(node.parentId(), (id) -> new ArrayList<>()).add(node);
		}
	}

	static String ofRecorded(List<SpanData> spans) {
		return draw(spans, (span) -> new Node(span.getSpanId(), span.getParentSpanId(), span.getStartEpochNanos(),
				describe(span)));
	}

	static String ofReceived(List<ReceivedSpan> spans) {
		return draw(spans,
				(span) -> new Node(span.spanId(), span.parentSpanId(), span.startEpochNanos(), describe(span)));
	}

	static String describe(SpanData span) {
		Map<String, Object> attributes = new TreeMap<>();
		span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		return describe(span.getName(), span.getKind(), span.getStatus().getStatusCode(),
				span.getStatus().getDescription(), attributes);
	}

	private static String describe(ReceivedSpan span) {
		return describe(span.name(), span.kind(), span.statusCode(), span.statusMessage(),
				new TreeMap<>(span.attributes()));
	}

	private static String describe(String name, SpanKind kind, StatusCode status, String message,
			Map<String, Object> attributes) {
		String reason = (!message.isEmpty()) ? " \"" + message + "\"" : "";
		return name + " (" + kind + ", " + status + reason + ") " + attributes;
	}

	private static <T> String draw(List<T> spans, Function<T, Node> toNode) {
		if (spans.isEmpty()) {
			return "(no spans)";
		}
		return new SpanTree(spans.stream().map(toNode).sorted(Comparator.comparingLong(Node::start)).toList()).draw();
	}

	private String draw() {
		Set<String> ids = new HashSet<>();
		this.nodes.forEach((node) -> ids.add(node.id()));
		this.nodes.stream().filter((node) -> !ids.contains(node.parentId())).forEach(this::drawRoot);
		this.nodes.forEach(this::drawRoot);
		int left = this.nodes.size() - MAX_SPANS;
		return this.text.append((left > 0) ? "... and " + left + " more\n" : "").toString().stripTrailing();
	}

	private void drawRoot(Node node) {
		draw(node, "", "");
	}

	private void draw(Node node, String firstIndent, String restIndent) {
		if (this.drawn.size() >= MAX_SPANS || !this.drawn.add(node)) {
			return;
		}
		this.text.append(firstIndent).append(node.label()).append('\n');
		List<Node> below = this.children.getOrDefault(node.id(), List.of());
		for (int i = 0; i < below.size(); i++) {
			boolean last = i == below.size() - 1;
			draw(below.get(i), restIndent + (last ? "\\- " : "+- "), restIndent + (last ? "   " : "|  "));
		}
	}

	/**
	 * One span as the tree sees it.
	 *
	 * @param id the span id
	 * @param parentId the parent's span id
	 * @param start start time
	 * @param label the line to draw
	 */
	private record Node(String id, String parentId, long start, String label) {

	}

}
