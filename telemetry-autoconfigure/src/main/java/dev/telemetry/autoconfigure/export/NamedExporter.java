package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.export.otlp.OtlpResponses;

/**
 * An exporter, with its name and its target.
 *
 * @param name short name, for metrics
 * @param exporter the exporter
 * @param target where it sends to; never a secret
 * @param setBy who said so
 * @param responses what its backend answers
 * @param remote whether it sends to a backend that may be away, and does not block
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
	 * Returns its target and where that was set, for the line at start.
	 */
	String description() {
		return this.target + " (" + this.setBy + ")";
	}

}
