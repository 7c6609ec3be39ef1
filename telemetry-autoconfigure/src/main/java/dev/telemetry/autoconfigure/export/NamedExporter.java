package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.export.ServerAnswers;

/**
 * An exporter, and what is said about it.
 *
 * @param name short name, for metrics
 * @param exporter the exporter
 * @param target where it sends to; never a secret
 * @param setBy who said so
 * @param answers what its backend answers
 */
record NamedExporter(String name, SpanExporter exporter, String target, String setBy, ServerAnswers answers) {

	static NamedExporter of(String name, SpanExporter exporter, String target, String setBy) {
		return new NamedExporter(name, exporter, target, setBy, new ServerAnswers());
	}

	/**
	 * What is said about it at start.
	 */
	String description() {
		return this.target + " (" + this.setBy + ")";
	}

}
