package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.AnswerListener;

/**
 * Sink for an exporter of spans.
 *
 * @param target the exporter with its name and its description
 */
record SpanSink(ExportTarget target) implements RecordSink<SpanData> {

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
		return this.target.spool();
	}

	@Override
	public void begin(AnswerListener attempt) {
		this.target.responses().begin(attempt);
	}

	@Override
	public CompletableResultCode export(List<SpanData> batch) {
		return this.target.exporter().export(batch);
	}

	@Override
	public CompletableResultCode exportSignal(SpanData signal) {
		return this.target.signalExporter().export(new ArrayList<>(List.of(signal)));
	}

	@Override
	public boolean isFiltered() {
		return !this.target.exporter().equals(this.target.signalExporter());
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.target.exporter().shutdown();
	}

}
