package dev.telemetry.export.local;

import java.time.Clock;
import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.disk.RollingFile;
import dev.telemetry.text.JsonBuffer;

/**
 * Writes each batch of log records as one line of OTLP JSON to a file, as
 * {@link FileSpanExporter} does with spans. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class FileLogExporter implements LogRecordExporter {

	private final JsonLinesFile file;

	private final OtlpJsonLogLine line;

	/**
	 * Creates an exporter, which opens its file with the first batch.
	 * @param settings path and limits of the files
	 */
	public FileLogExporter(FileSettings settings) {
		this(new RollingFile(settings, Clock.systemUTC()));
	}

	FileLogExporter(RollingFile file) {
		JsonBuffer json = new JsonBuffer();
		this.file = new JsonLinesFile(file, json);
		this.line = new OtlpJsonLogLine(json);
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> logs) {
		return this.file.append(logs, this.line::append);
	}

	/**
	 * Does nothing: there is no buffer.
	 */
	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.file.shutdown();
	}

	@Override
	public String toString() {
		return "FileLogExporter[" + this.file + "]";
	}

}
