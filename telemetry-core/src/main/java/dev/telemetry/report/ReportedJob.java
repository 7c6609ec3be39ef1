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
 * A job as its report names it. Immutable.
 *
 * @param id what the application calls it, else made of type, time and trace
 * @param queue where it comes from
 * @param type what kind of job it is
 * @param spanName name of its span
 * @param service what it ran in, or {@code null} if that is not known
 * @param traceId id of its trace
 * @param spanId id of its span
 * @param startNanos when it began, in nanoseconds since 1970
 */
record ReportedJob(String id, String queue, String type, String spanName, @Nullable String service, String traceId,
		String spanId, long startNanos) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'")
		.withZone(ZoneOffset.UTC);

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final int SHORT = 8;

	/**
	 * Returns a job that begins, without secrets.
	 */
	static ReportedJob of(JobStart job, SpanData span, Privacy privacy) {
		String type = privacy.redact(job.type());
		return new ReportedJob(id(job.id(), type, span, privacy), privacy.redact(job.queue()), type,
				privacy.redact(job.spanName()), span.getResource().getAttribute(SERVICE_NAME), span.getTraceId(),
				span.getSpanId(), span.getStartEpochNanos());
	}

	// What is replaced in an id may be all that tells one from another.
	private static String id(@Nullable String id, String type, SpanData span, Privacy privacy) {
		if (id == null) {
			return newId(type, span.getTraceId(), span.getSpanId(), span.getStartEpochNanos());
		}
		String redacted = privacy.redact(id);
		return (redacted.equals(id)) ? id : redacted + "-" + span.getSpanId();
	}

	/**
	 * Returns an id for a job that the application gave none. Jobs of one trace and one
	 * second have different ones.
	 */
	static String newId(String type, String traceId, String spanId, long startNanos) {
		Instant time = Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(startNanos));
		return type + "-" + TIME.format(time) + "-" + traceId.substring(0, SHORT) + "-" + spanId.substring(0, SHORT);
	}

	void write(JsonBuffer json) {
		json.key("job_type").value(this.type);
		json.key("job_id").value(this.id);
		json.key("queue").value(this.queue);
		json.key("service");
		if (this.service != null) {
			json.value(this.service);
		}
		else {
			json.nothing();
		}
		json.key(LogFields.TRACE_ID).value(this.traceId);
		json.key("schema").value(ReportFiles.SCHEMA);
		json.key("started_at").value(SpanLine.time(this.startNanos));
	}

}
