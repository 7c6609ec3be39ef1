package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.AnswerListener;

/**
 * Sink for an exporter of log records, which wait in memory only.
 *
 * @param target the exporter with its name and its description
 */
record LogSink(LogTarget target) implements RecordSink<LogRecordData> {

	@Override
	public String name() {
		return this.target.name();
	}

	@Override
	public String description() {
		return this.target.description();
	}

	@Override
	public @Nullable SpoolSettings spool() {
		return null;
	}

	@Override
	public void begin(AnswerListener attempt) {
		this.target.responses().begin(attempt);
	}

	@Override
	public CompletableResultCode export(List<LogRecordData> batch) {
		return this.target.exporter().export(batch);
	}

	@Override
	public CompletableResultCode exportSignal(LogRecordData signal) {
		return this.target.exporter().export(new ArrayList<>(List.of(signal)));
	}

	@Override
	public boolean isFiltered() {
		return false;
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.target.exporter().shutdown();
	}

}
