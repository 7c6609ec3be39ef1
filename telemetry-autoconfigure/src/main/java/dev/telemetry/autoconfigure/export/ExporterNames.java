package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.export.ConsoleSpanExporter;
import dev.telemetry.export.LazySpanExporter;

/**
 * How exporters are called in the line that says at start what is on.
 */
final class ExporterNames {

	private ExporterNames() {
	}

	static String of(SpanExporter exporter) {
		if (exporter instanceof ConsoleSpanExporter) {
			return "console";
		}
		if (exporter instanceof LazySpanExporter otlp) {
			return "otlp " + otlp.name();
		}
		return exporter.getClass().getSimpleName();
	}

}
