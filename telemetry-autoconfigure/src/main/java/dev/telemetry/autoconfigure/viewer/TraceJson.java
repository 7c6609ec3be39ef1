package dev.telemetry.autoconfigure.viewer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.SamplingAttributes;
import dev.telemetry.view.CriticalPath;
import dev.telemetry.view.SpanTitle;
import dev.telemetry.view.TraceFailure;
import dev.telemetry.view.Verdict;
import dev.telemetry.view.ViewedSpan;
import dev.telemetry.view.ViewedTrace;
import dev.telemetry.view.Waterfall;

/**
 * Converts traces to JSON.
 */
final class TraceJson {

	static final String LEFT_OUT_SPANS = "leftOutSpans";

	static final String LEFT_OUT_LOGS = "leftOutLogs";

	private static final String RUNNING = "Its root has not ended yet, or is not here.";

	private TraceJson() {
	}

	/**
	 * Converts a trace to an item of a list.
	 */
	static Map<String, Object> item(ViewedTrace trace) {
		Map<String, Object> item = new LinkedHashMap<>();
		ViewedSpan root = trace.root();
		item.put("traceId", trace.traceId());
		item.put("name", (root != null) ? root.getName() : "");
		item.put("title", (root != null) ? SpanTitle.of(root) : "");
		JsonFields.put(item, "kind", (root != null) ? kind(root) : null);
		item.put("services", trace.services());
		item.put("start", Instant.EPOCH.plusNanos(trace.startNanos()).toString());
		item.put("startMicros", JsonFields.micros(trace.startNanos()));
		item.put("durationMicros", JsonFields.micros(trace.durationNanos()));
		JsonFields.put(item, "httpStatus", (root != null)
				? root.first(HttpServerAttributes.RESPONSE_STATUS_CODE, HttpServerAttributes.STATUS_CODE) : null);
		item.put("error", trace.failed());
		JsonFields.put(item, "errorText", TraceFailure.of(trace));
		putDecision(item, trace);
		item.put("complete", trace.isComplete());
		item.put("spanCount", trace.spans().size());
		item.put("errorCount", trace.spans().stream().filter(ViewedSpan::failed).count());
		item.put("logCount", trace.logs().size());
		item.put("leftOut", trace.leftOutSpans() + trace.leftOutLogs() + truncated(trace));
		item.put("cursor", trace.cursor());
		return item;
	}

	private static void putDecision(Map<String, Object> item, ViewedTrace trace) {
		Verdict verdict = trace.verdict();
		item.put("kept", trace.isKept());
		JsonFields.put(item, "reason", (verdict != null) ? verdict.reason() : null);
		item.put("why", (verdict != null) ? verdict.why() : RUNNING);
	}

	private static long truncated(ViewedTrace trace) {
		long truncated = 0;
		for (ViewedSpan span : trace.spans()) {
			Long missing = span.first(SamplingAttributes.TRUNCATED);
			truncated += (missing != null) ? missing : 0;
		}
		return truncated;
	}

	/**
	 * Converts a trace with all details.
	 * @param isHere tells whether a trace with an id is stored
	 */
	static Map<String, Object> detail(ViewedTrace trace, Predicate<String> isHere) {
		Map<String, Object> detail = item(trace);
		IdentityHashMap<ViewedSpan, List<CriticalPath.Part>> path = CriticalPath.of(trace);
		detail.put(LEFT_OUT_SPANS, trace.leftOutSpans());
		detail.put(LEFT_OUT_LOGS, trace.leftOutLogs());
		detail.put("decisions", decisions(trace));
		detail.put("notes", notes(trace));
		detail.put("criticalMicros",
				JsonFields.micros(path.values()
					.stream()
					.flatMap(List::stream)
					.mapToLong((part) -> part.endNanos() - part.startNanos())
					.sum()));
		List<Map<String, Object>> spans = new ArrayList<>(trace.spans().size());
		Waterfall.of(trace.spans()).forEach((row) -> spans.add(span(row, path.get(row.span()), isHere)));
		detail.put("spans", spans);
		detail.put("logs",
				trace.logs()
					.stream()
					.sorted(Comparator.comparingLong((log) -> log.epochNanos()))
					.map(LogJson::of)
					.toList());
		return detail;
	}

	private static List<Map<String, Object>> decisions(ViewedTrace trace) {
		List<Map<String, Object>> decisions = new ArrayList<>();
		for (Verdict verdict : trace.verdicts()) {
			Map<String, Object> decision = new LinkedHashMap<>();
			decision.put("spanId", verdict.spanId());
			trace.spans()
				.stream()
				.filter((span) -> span.getSpanId().equals(verdict.spanId()))
				.findFirst()
				.ifPresent((span) -> decision.put("service", span.service()));
			decision.put("kept", verdict.kept());
			JsonFields.put(decision, "reason", verdict.reason());
			decision.put("why", verdict.why());
			decisions.add(decision);
		}
		return decisions;
	}

	private static List<String> notes(ViewedTrace trace) {
		List<String> notes = new ArrayList<>();
		long truncated = truncated(trace);
		if (truncated > 0) {
			notes.add(truncated + " spans are missing: one local root had more than are held until its end"
					+ " (telemetry.sampling.max-spans-per-root).");
		}
		if (trace.leftOutSpans() > 0) {
			notes.add(trace.leftOutSpans() + " spans were kept, but there is no room for them here.");
		}
		if (trace.leftOutLogs() > 0) {
			notes.add(trace.leftOutLogs() + " log lines are missing: there is no room for them here.");
		}
		if (!trace.isComplete()) {
			notes.add(RUNNING);
		}
		return notes;
	}

	private static Map<String, Object> span(Waterfall.Row row, @Nullable List<CriticalPath.Part> critical,
			Predicate<String> isHere) {
		ViewedSpan span = row.span();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("spanId", span.getSpanId());
		JsonFields.put(json, "parentSpanId", (span.getParentSpanContext().isValid()) ? span.getParentSpanId() : null);
		json.put("depth", row.depth());
		json.put("name", span.getName());
		json.put("title", SpanTitle.of(span));
		json.put("kind", kind(span));
		json.put("service", span.service());
		json.put("scope", span.getInstrumentationScopeInfo().getName());
		json.put("startMicros", JsonFields.micros(span.getStartEpochNanos()));
		json.put("durationMicros", JsonFields.micros(Math.max(0, span.getEndEpochNanos() - span.getStartEpochNanos())));
		json.put("status", span.getStatus().getStatusCode().name().toLowerCase(Locale.ROOT));
		JsonFields.put(json, "statusText",
				(span.getStatus().getDescription().isEmpty()) ? null : span.getStatus().getDescription());
		json.put("localRoot", span.isLocalRoot());
		JsonFields.put(json, "problem", row.problem());
		json.put("critical", (critical != null) ? critical.stream().map(TraceJson::part).toList() : List.of());
		json.put("attributes", AttributeJson.of(span.getAttributes()));
		json.put("events", span.getEvents().stream().map(TraceJson::event).toList());
		json.put("links", span.getLinks().stream().map((link) -> link(link, isHere)).toList());
		json.put("dropped", span.dropped());
		return json;
	}

	private static Map<String, Object> part(CriticalPath.Part part) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("startMicros", JsonFields.micros(part.startNanos()));
		json.put("durationMicros", JsonFields.micros(part.endNanos() - part.startNanos()));
		return json;
	}

	private static Map<String, Object> event(EventData event) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", event.getName());
		json.put("atMicros", JsonFields.micros(event.getEpochNanos()));
		json.put("attributes", AttributeJson.of(event.getAttributes()));
		return json;
	}

	private static Map<String, Object> link(LinkData link, Predicate<String> isHere) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("traceId", link.getSpanContext().getTraceId());
		json.put("spanId", link.getSpanContext().getSpanId());
		json.put("here", isHere.test(link.getSpanContext().getTraceId()));
		json.put("attributes", AttributeJson.of(link.getAttributes()));
		return json;
	}

	private static String kind(ViewedSpan span) {
		return span.getKind().name().toLowerCase(Locale.ROOT);
	}

}
