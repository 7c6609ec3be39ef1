package dev.telemetry.report;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.SpanAdopter;

/**
 * Takes spans that another process has ended into the reports of jobs that are running.
 * Thread safe.
 */
final class ReportedJobSpans implements SpanAdopter {

	/** The thread of a span of another process is not known. */
	private static final String NO_THREAD = "";

	private final Set<JobReport> running = ConcurrentHashMap.newKeySet();

	private final Map<String, OpenSpan> spans;

	private final ReportWriter writer;

	/**
	 * Creates what takes spans.
	 * @param spans spans of jobs that are open in this process, by their ids
	 * @param writer writes what is taken
	 */
	ReportedJobSpans(Map<String, OpenSpan> spans, ReportWriter writer) {
		this.spans = spans;
		this.writer = writer;
	}

	void started(JobReport report) {
		this.running.add(report);
	}

	void ended(JobReport report) {
		this.running.remove(report);
	}

	@Override
	public boolean isOpen(String traceId) {
		for (JobReport report : this.running) {
			if (report.follows(traceId)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean adopt(SpanContext owner, ReadableSpan span) {
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

	// What is above it may be a span of another process that has not ended.
	private @Nullable JobReport reportOf(SpanContext owner) {
		OpenSpan open = this.spans.get(owner.getSpanId());
		if (open != null) {
			return (open.report().follows(owner.getTraceId())) ? open.report() : null;
		}
		return (owner.isRemote()) ? onlyOne(owner.getTraceId()) : null;
	}

	private @Nullable JobReport onlyOne(String traceId) {
		JobReport found = null;
		for (JobReport report : this.running) {
			if (report.follows(traceId)) {
				if (found != null) {
					return null;
				}
				found = report;
			}
		}
		return found;
	}

}
