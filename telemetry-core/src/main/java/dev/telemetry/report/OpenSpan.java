package dev.telemetry.report;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * A span of a job that has not ended.
 *
 * @param report the report of the job
 * @param span the span
 * @param thread name of the thread that started the span
 */
record OpenSpan(JobReport report, ReadableSpan span, String thread) {

	boolean isRoot() {
		return this.report.isRoot(this.span.getSpanContext().getSpanId());
	}

}
