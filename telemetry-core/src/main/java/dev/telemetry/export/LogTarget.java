package dev.telemetry.export;

import io.opentelemetry.sdk.logs.export.LogRecordExporter;

import dev.telemetry.export.otlp.OtlpResponses;

/**
 * An exporter of log records that gets a pipeline of its own.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param name short name, unique in an application: the value of a metric's label
 * @param description target of the exporter, for messages; must not contain a secret
 * @param exporter the exporter
 * @param responses the answers of the backend; empty for exporters that do not speak OTLP
 * @since 0.1.0
 */
public record LogTarget(String name, String description, LogRecordExporter exporter, OtlpResponses responses) {

	/**
	 * Returns this target with another exporter.
	 * @param other an exporter that calls the one of this target
	 * @return the target
	 */
	public LogTarget by(LogRecordExporter other) {
		return new LogTarget(this.name, this.description, other, this.responses);
	}

	/**
	 * Returns this target with another name.
	 * @param other short name, unique in an application
	 * @return the target
	 */
	public LogTarget named(String other) {
		return new LogTarget(other, this.description, this.exporter, this.responses);
	}

	/**
	 * Describes an exporter that does not speak OTLP.
	 * @param name short name, unique in an application
	 * @param exporter the exporter
	 * @return the target
	 */
	public static LogTarget of(String name, LogRecordExporter exporter) {
		return new LogTarget(name, name, exporter, new OtlpResponses());
	}

}
