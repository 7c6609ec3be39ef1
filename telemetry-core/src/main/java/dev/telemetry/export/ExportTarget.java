package dev.telemetry.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpResponses;

/**
 * An exporter that gets a pipeline of its own.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param name short name, unique in an application: the value of a metric's label
 * @param description target of the exporter, for messages; must not contain a secret
 * @param exporter the exporter, with whatever the application has put before it
 * @param signalExporter the exporter alone, for the span that reports losses
 * @param responses the answers of the backend; empty for exporters that do not speak OTLP
 * @param spool settings of the disk spool in which spans wait while the backend is away,
 * or {@code null} for none; needs an exporter that does not block
 * @since 0.1.0
 */
public record ExportTarget(String name, String description, SpanExporter exporter, SpanExporter signalExporter,
		OtlpResponses responses, @Nullable SpoolSettings spool) {

	/**
	 * Describes an exporter without a spool.
	 * @param name short name, unique in an application
	 * @param description target of the exporter, for messages; must not contain a secret
	 * @param exporter the exporter, with whatever the application has put before it
	 * @param signalExporter the exporter alone
	 * @param responses the answers of the backend
	 */
	public ExportTarget(String name, String description, SpanExporter exporter, SpanExporter signalExporter,
			OtlpResponses responses) {
		this(name, description, exporter, signalExporter, responses, null);
	}

	/**
	 * Describes an exporter that does not speak OTLP.
	 * @param name short name, unique in an application
	 * @param exporter the exporter
	 * @return the target
	 */
	public static ExportTarget of(String name, SpanExporter exporter) {
		return new ExportTarget(name, name, exporter, exporter, new OtlpResponses());
	}

}
