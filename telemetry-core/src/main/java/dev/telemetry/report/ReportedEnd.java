package dev.telemetry.report;

import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.LogAttributes;
import dev.telemetry.record.JobEnd;
import dev.telemetry.text.JsonBuffer;

/**
 * The end of a job as the recorder knows it. The span of a job whose trace is not kept
 * has no attributes for that.
 *
 * @param end the end of the job
 * @param message message of the exception, or {@code null}
 */
record ReportedEnd(JobEnd end, @Nullable String message) {

	/**
	 * Creates the end with the message of the exception, which may throw or contain
	 * anything.
	 */
	static ReportedEnd of(JobEnd end) {
		Throwable cause = end.cause();
		JobEnd withoutCause = new JobEnd(end.durationNanos(), end.errorType(), null, end.skipReason(),
				end.statistics());
		return new ReportedEnd(withoutCause, (cause != null) ? message(cause) : null);
	}

	private static @Nullable String message(Throwable cause) {
		try {
			return cause.getMessage();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/**
	 * Returns this end without secrets.
	 */
	ReportedEnd redacted(Privacy privacy) {
		JobEnd safe = new JobEnd(this.end.durationNanos(), redacted(this.end.errorType(), privacy), null,
				redacted(this.end.skipReason(), privacy), this.end.statistics());
		if (this.message == null) {
			return new ReportedEnd(safe, null);
		}
		// Redacted like the exception on the span, so that the settings for
		// exceptions apply.
		Attributes exception = privacy.redact(Attributes.of(LogAttributes.EXCEPTION_MESSAGE, this.message));
		return new ReportedEnd(safe, exception.get(LogAttributes.EXCEPTION_MESSAGE));
	}

	private static @Nullable String redacted(@Nullable String text, Privacy privacy) {
		return (text != null) ? privacy.redact(text) : null;
	}

	/**
	 * Returns the span of the job with the data of its recorder.
	 */
	ReportedSpan applyTo(ReportedSpan root, String name) {
		Map<String, Metric> metrics = root.metrics();
		Map<String, String> tags = root.tags();
		metrics.put(JobAttributes.DURATION_SECONDS.getKey(), Metric.of(Seconds.of(this.end.durationNanos())));
		this.end.statistics()
			.forEach((key, value) -> metrics.put(key,
					new Metric(value.count(), value.average() * value.count(), value.min(), value.max())));
		String skipReason = this.end.skipReason();
		String errorType = this.end.errorType();
		if (skipReason != null) {
			tags.put(JobAttributes.SKIP_REASON.getKey(), skipReason);
		}
		else {
			tags.put(JobAttributes.SUCCESS.getKey(), Boolean.toString(errorType == null));
		}
		if (errorType != null) {
			ReportedSpan.addError(tags, errorType, this.message);
		}
		return new ReportedSpan(name, root.start(), root.start() + this.end.durationNanos(), errorType != null, metrics,
				tags, root.data(), root.thread());
	}

	void write(JsonBuffer json, long startNanos) {
		json.key("ended_at").value(SpanLine.time(startNanos + this.end.durationNanos()));
		json.key("wall_duration").value(Seconds.of(this.end.durationNanos()));
		json.key("success");
		if (this.end.skipReason() == null) {
			json.value(this.end.errorType() == null);
		}
		else {
			json.nothing();
		}
		json.key("error").valueOrNull(this.end.errorType());
		json.key("error_msg").valueOrNull((this.message != null) ? ReportedSpan.cut(this.message) : null);
		json.key("skip_reason").valueOrNull(this.end.skipReason());
	}

}
