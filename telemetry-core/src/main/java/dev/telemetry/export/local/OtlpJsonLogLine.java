package dev.telemetry.export.local;

import java.util.Collection;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes a batch of log records as one line of OTLP JSON. Not thread safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">
 * OpenTelemetry Protocol File Exporter</a>
 */
final class OtlpJsonLogLine implements OtlpJsonBatch.Records<LogRecordData> {

	private final JsonBuffer json;

	private final OtlpJsonValues values;

	private final OtlpJsonBatch<LogRecordData> batch;

	OtlpJsonLogLine(JsonBuffer json) {
		this.json = json;
		this.values = new OtlpJsonValues(json);
		this.batch = new OtlpJsonBatch<>(json, this);
	}

	void append(Collection<LogRecordData> logs) {
		this.batch.append(logs);
	}

	@Override
	public String resources() {
		return "resourceLogs";
	}

	@Override
	public String scopes() {
		return "scopeLogs";
	}

	@Override
	public String records() {
		return "logRecords";
	}

	@Override
	public Resource resource(LogRecordData log) {
		return log.getResource();
	}

	@Override
	public InstrumentationScopeInfo scope(LogRecordData log) {
		return log.getInstrumentationScopeInfo();
	}

	@Override
	public void write(LogRecordData log) {
		this.json.beginObject();
		time("timeUnixNano", log.getTimestampEpochNanos());
		time("observedTimeUnixNano", log.getObservedTimestampEpochNanos());
		if (log.getSeverity().getSeverityNumber() > 0) {
			this.json.key("severityNumber").value(log.getSeverity().getSeverityNumber());
		}
		this.values.text("severityText", log.getSeverityText());
		Value<?> body = log.getBodyValue();
		if (body != null) {
			this.json.key("body");
			this.values.any(body);
		}
		this.values.attributes(log.getAttributes(), log.getTotalAttributeCount());
		trace(log.getSpanContext());
		this.values.text("eventName", log.getEventName());
		this.json.endObject();
	}

	private void trace(SpanContext context) {
		if (context.isValid()) {
			int flags = context.getTraceFlags().asByte() & 0xFF;
			if (flags != 0) {
				this.json.key("flags").value(flags);
			}
			this.values.text("traceId", context.getTraceId());
			this.values.text("spanId", context.getSpanId());
		}
	}

	private void time(String field, long nanos) {
		if (nanos > 0) {
			this.json.key(field).value(Long.toString(nanos));
		}
	}

}
