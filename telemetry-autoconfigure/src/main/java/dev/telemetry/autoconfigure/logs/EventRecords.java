package dev.telemetry.autoconfigure.logs;

import java.util.List;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import dev.telemetry.export.LogPipelines;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.SpanEventLogs;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.TraceConsumer;

/**
 * Exports the events of kept traces as log records. Events of an expendable trace are
 * expendable too.
 */
final class EventRecords implements TraceConsumer {

	private final SpanEventLogs expendable;

	private final SpanEventLogs important;

	private EventRecords(LogCapture capture, LogPipelines<CapturedLog> pipelines) {
		this.expendable = new SpanEventLogs(capture, (log) -> pipelines.accept(log, true));
		this.important = new SpanEventLogs(capture,
				(log) -> pipelines.accept(log, log.severity().getSeverityNumber() < Severity.WARN.getSeverityNumber()));
	}

	static KeptTraceTarget target(LogCapture capture, LogPipelines<CapturedLog> pipelines) {
		return new KeptTraceTarget(SpanProcessor.composite(), new EventRecords(capture, pipelines));
	}

	@Override
	public void accept(List<ReadableSpan> spans, long bytes, boolean isExpendable) {
		SpanEventLogs logs = (isExpendable) ? this.expendable : this.important;
		for (ReadableSpan span : spans) {
			logs.accept(span);
		}
	}

}
