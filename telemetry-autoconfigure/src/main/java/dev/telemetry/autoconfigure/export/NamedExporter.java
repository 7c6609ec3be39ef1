package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.export.otlp.OtlpResponses;

/**
 * An exporter, with its name and its target.
 *
 * @param name short name, for metrics
 * @param exporter the exporter
 * @param target target of the exporter, without secrets
 * @param setBy the origin of the target
 * @param responses the answers of the backend
 * @param remote whether the exporter sends to a backend that may be unreachable, and does
 * not block
 */
record NamedExporter(String name, SpanExporter exporter, String target, String setBy, OtlpResponses responses,
		boolean remote) {

	static NamedExporter of(String name, SpanExporter exporter, String target, String setBy) {
		return new NamedExporter(name, exporter, target, setBy, new OtlpResponses(), false);
	}

	static NamedExporter otlp(SpanExporter exporter, String target, String setBy, OtlpResponses responses) {
		return new NamedExporter("otlp", exporter, target, setBy, responses, true);
	}

	/**
	 * Returns the target and its origin, for the line at start.
	 */
	String description() {
		return this.target + " (" + this.setBy + ")";
	}

}
