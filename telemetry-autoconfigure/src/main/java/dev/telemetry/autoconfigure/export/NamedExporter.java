package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * An exporter, and what is said about it at start.
 *
 * @param exporter the exporter
 * @param description where it sends to, and who said so; never a secret
 */
record NamedExporter(SpanExporter exporter, String description) {

	static NamedExporter of(SpanExporter exporter, String name, String setBy) {
		return new NamedExporter(exporter, name + " (" + setBy + ")");
	}

}
