package dev.telemetry.view;

import java.util.function.Predicate;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;

/**
 * Searches all texts of a trace: names, ids, keys and values of attributes, events,
 * statuses, and log lines.
 */
final class TraceTexts {

	private TraceTexts() {
	}

	/**
	 * Returns whether any text of the trace matches.
	 */
	static boolean any(ViewedTrace trace, Predicate<String> wanted) {
		if (wanted.test(trace.traceId())) {
			return true;
		}
		for (Verdict verdict : trace.verdicts()) {
			if (verdict.reason() != null && wanted.test(verdict.reason())) {
				return true;
			}
		}
		for (ViewedSpan span : trace.spans()) {
			if (any(span, wanted)) {
				return true;
			}
		}
		for (ViewedLog log : trace.logs()) {
			if (wanted.test(log.message()) || wanted.test(log.logger()) || wanted.test(log.level())
					|| any(log.attributes(), wanted)) {
				return true;
			}
		}
		return false;
	}

	private static boolean any(ViewedSpan span, Predicate<String> wanted) {
		if (wanted.test(span.getName()) || wanted.test(span.getSpanId()) || wanted.test(span.service())
				|| wanted.test(SpanTitle.of(span)) || wanted.test(span.getKind().name())
				|| wanted.test(span.getInstrumentationScopeInfo().getName())
				|| wanted.test(span.getStatus().getDescription()) || any(span.getAttributes(), wanted)) {
			return true;
		}
		for (EventData event : span.getEvents()) {
			if (wanted.test(event.getName()) || any(event.getAttributes(), wanted)) {
				return true;
			}
		}
		for (LinkData link : span.getLinks()) {
			if (wanted.test(link.getSpanContext().getTraceId()) || any(link.getAttributes(), wanted)) {
				return true;
			}
		}
		return false;
	}

	private static boolean any(Attributes attributes, Predicate<String> wanted) {
		boolean[] found = new boolean[1];
		attributes.forEach(
				(key, value) -> found[0] = found[0] || wanted.test(key.getKey()) || wanted.test(String.valueOf(value)));
		return found[0];
	}

	/**
	 * Returns whether a span, event, link or log line of the trace has an attribute with
	 * a value.
	 */
	static boolean hasAttribute(ViewedTrace trace, String key, String value) {
		for (ViewedSpan span : trace.spans()) {
			if (has(span.getAttributes(), key, value)
					|| span.getEvents().stream().anyMatch((event) -> has(event.getAttributes(), key, value))
					|| span.getLinks().stream().anyMatch((link) -> has(link.getAttributes(), key, value))
					|| has(span.getResource().getAttributes(), key, value)) {
				return true;
			}
		}
		return trace.logs().stream().anyMatch((log) -> has(log.attributes(), key, value));
	}

	private static boolean has(Attributes attributes, String key, String value) {
		boolean[] found = new boolean[1];
		attributes.forEach((attribute, candidate) -> found[0] = found[0]
				|| (attribute.getKey().equals(key) && String.valueOf(candidate).equals(value)));
		return found[0];
	}

}
