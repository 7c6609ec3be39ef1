package dev.telemetry.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogFields;
import dev.telemetry.record.JobStart;
import dev.telemetry.text.JsonBuffer;

/**
 * A job in a report. Immutable.
 *
 * @param id the application's name for the run, or else an id made of type, time and
 * trace
 * @param queue where the job comes from
 * @param type what kind of job it is
 * @param spanName name of the span
 * @param service the service that ran the job, or {@code null} if it is unknown
 * @param traceId id of the trace
 * @param spanId id of the span
 * @param startNanos when the job began, in nanoseconds since 1970
 */
record ReportedJob(String id, String queue, String type, String spanName, @Nullable String service, String traceId,
		String spanId, long startNanos) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'")
		.withZone(ZoneOffset.UTC);

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final int SHORT = 8;

	/**
	 * Creates a job without secrets.
	 */
	static ReportedJob of(JobStart job, SpanData span, Privacy privacy) {
		String type = privacy.redact(job.type());
		return new ReportedJob(id(job.id(), type, span, privacy), privacy.redact(job.queue()), type,
				privacy.redact(job.spanName()), span.getResource().getAttribute(SERVICE_NAME), span.getTraceId(),
				span.getSpanId(), span.getStartEpochNanos());
	}

	// The replaced part of an id may be the only difference to another id.
	private static String id(@Nullable String id, String type, SpanData span, Privacy privacy) {
		if (id == null) {
			return newId(type, span.getTraceId(), span.getSpanId(), span.getStartEpochNanos());
		}
		String redacted = privacy.redact(id);
		return (redacted.equals(id)) ? id : redacted + "-" + span.getSpanId();
	}

	/**
	 * Creates an id for a job to which the application gave none. Jobs of one trace and
	 * one second have different ids.
	 */
	static String newId(String type, String traceId, String spanId, long startNanos) {
		Instant time = Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(startNanos));
		return type + "-" + TIME.format(time) + "-" + traceId.substring(0, SHORT) + "-" + spanId.substring(0, SHORT);
	}

	void write(JsonBuffer json) {
		json.key("job_type").value(this.type);
		json.key("job_id").value(this.id);
		json.key("queue").value(this.queue);
		json.key("service").valueOrNull(this.service);
		json.key(LogFields.TRACE_ID).value(this.traceId);
		json.key("schema").value(ReportFiles.SCHEMA);
		json.key("started_at").value(SpanLine.time(this.startNanos));
	}

}
