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

	/**
	 * Whether an exporter is one of OpenTelemetry's own for OTLP, told by its name
	 * because the jar may be missing.
	 */
	static boolean isOtlp(SpanExporter exporter) {
		return exporter.getClass().getName().startsWith("io.opentelemetry.exporter.otlp.");
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
