package dev.telemetry.export.local;

import java.time.Clock;
import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.disk.RollingFile;
import dev.telemetry.text.JsonBuffer;

/**
 * Writes each batch as one line of OTLP JSON to a file, which a collector can read. When
 * {@link #export} returns, the line has left the process and survives its end, but is not
 * forced to the disk. If the disk is full or cannot be written to, batches fail, and the
 * file is opened again with the next batch. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">
 * OpenTelemetry Protocol File Exporter</a>
 */
public final class FileSpanExporter implements SpanExporter {

	private final JsonLinesFile file;

	private final OtlpJsonLine line;

	/**
	 * Creates an exporter, which opens its file with the first batch.
	 * @param settings path and limits of the files
	 */
	public FileSpanExporter(FileSettings settings) {
		this(new RollingFile(settings, Clock.systemUTC()));
	}

	FileSpanExporter(RollingFile file) {
		JsonBuffer json = new JsonBuffer();
		this.file = new JsonLinesFile(file, json);
		this.line = new OtlpJsonLine(json);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.file.append(spans, this.line::append);
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
		return "FileSpanExporter[" + this.file + "]";
	}

}
