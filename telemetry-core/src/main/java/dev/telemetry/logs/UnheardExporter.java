package dev.telemetry.logs;

import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Calls another exporter without capturing what it logs: each batch would lead to a
 * record, and so to the next batch, without end. Thread safe if the exporter is.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class UnheardExporter implements LogRecordExporter {

	private final LogRecordExporter exporter;

	private final LogCapture capture;

	/**
	 * Creates an exporter.
	 * @param exporter the exporter to call
	 * @param capture the capture that ignores what the exporter logs
	 */
	public UnheardExporter(LogRecordExporter exporter, LogCapture capture) {
		this.exporter = exporter;
		this.capture = capture;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> logs) {
		return this.capture.unseen(() -> this.exporter.export(logs));
	}

	@Override
	public CompletableResultCode flush() {
		return this.capture.unseen(this.exporter::flush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.capture.unseen(this.exporter::shutdown);
	}

	@Override
	public String toString() {
		return this.exporter.toString();
	}

}
