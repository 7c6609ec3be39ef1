package dev.telemetry.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.SpanAdopter;

/**
 * Adds spans of other processes to the reports of running jobs. Thread safe.
 */
final class ReportedJobSpans implements SpanAdopter {

	/** Stands for the unknown thread of a span of another process. */
	private static final String NO_THREAD = "";

	private final Set<JobReport> running = ConcurrentHashMap.newKeySet();

	private final Map<String, OpenSpan> spans;

	private final ReportWriter writer;

	private final LateLines late;

	// Whether another process has reported a span yet.
	private volatile boolean used;

	/**
	 * Creates an instance.
	 * @param spans open spans of jobs in this process, by their ids
	 * @param writer writes the spans
	 * @param late lets reports wait
	 */
	ReportedJobSpans(Map<String, OpenSpan> spans, ReportWriter writer, LateLines late) {
		this.late = late;
		this.spans = spans;
		this.writer = writer;
	}

	void started(JobReport report) {
		this.running.add(report);
	}

	/**
	 * Writes a report, after waiting for spans that other processes may still report.
	 * @param report the report of a job that is over
	 * @param open spans of the job that have not ended
	 * @param write writes the report
	 */
	void ended(JobReport report, List<OpenSpan> open, Runnable write) {
		if (!this.used) {
			forget(report);
			write.run();
			return;
		}
		report.openAtEnd(open.stream().map((span) -> span.span().getSpanContext().getSpanId()).toList());
		this.late.hold(() -> {
			forget(report);
			write.run();
		});
	}

	void forget(JobReport report) {
		this.running.remove(report);
	}

	private void use() {
		if (!this.used) {
			this.used = true;
		}
	}

	@Override
	public boolean isOpen(String traceId) {
		use();
		for (JobReport report : this.running) {
			if (report.isOf(traceId)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean adopt(SpanContext owner, ReadableSpan span) {
		use();
		try {
			JobReport report = (this.running.isEmpty()) ? null : reportOf(owner);
			if (report == null || this.spans.containsKey(span.getSpanContext().getSpanId())) {
				return false;
			}
			this.writer.add(report, span.toSpanData(), NO_THREAD);
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	// Its parent may be a span of another process that has not ended.
	private @Nullable JobReport reportOf(SpanContext owner) {
		OpenSpan open = this.spans.get(owner.getSpanId());
		if (open != null) {
			return (open.report().follows(owner.getTraceId())) ? open.report() : null;
		}
		JobReport only = onlyOne(owner.getTraceId());
		return (only != null && (owner.isRemote() || only.endedAfter(owner.getSpanId()))) ? only : null;
	}

	private @Nullable JobReport onlyOne(String traceId) {
		JobReport found = null;
		for (JobReport report : this.running) {
			if (report.isOf(traceId)) {
				if (found != null) {
					return null;
				}
				found = report;
			}
		}
		return found;
	}

}
