package dev.telemetry.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RecordedJobs;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.SpanCopy;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SpanNames;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.record.JobEnd;
import dev.telemetry.record.JobListener;
import dev.telemetry.record.JobStart;

/**
 * Writes reports of jobs: a summary and the lines of all spans of each job whose span is
 * a local root, whether or not its trace is kept. Works independently of the tail
 * sampler. Jobs within requests and within other jobs have no report of their own. Thread
 * safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class JobReports implements SpanProcessor, JobListener, RecordedJobs, AutoCloseable {

	/** How many jobs can be reported at once. */
	static final int MAX_JOBS = 256;

	/** How many spans of these jobs can be open at once. */
	static final int MAX_OPEN_SPANS = 100_000;

	private static final ContextKey<JobReport> REPORT = ContextKey.named("dev.telemetry.report");

	private final Map<String, OpenSpan> spans = new ConcurrentHashMap<>();

	private final AtomicInteger jobs = new AtomicInteger();

	private final ReportSettings settings;

	private final Privacy privacy;

	private final ReportWriter writer;

	private final ReportUploads uploads;

	private final ReportLog log;

	private final ReportedJobSpans adopted;

	private final LateLines late;

	private final ClosingTime closing;

	/**
	 * Creates an instance. Nothing is read, written or started before the first span of a
	 * job ends.
	 * @param settings which jobs are reported, and where
	 * @param redaction replaces secrets, or {@code null} to keep them
	 * @param store also stores reports elsewhere, or {@code null}
	 * @param counts counts the outcomes of reports
	 * @param closing how long reports may delay the end of the application
	 */
	public JobReports(ReportSettings settings, @Nullable Redaction redaction, @Nullable ReportStore store,
			ReportCounts counts, Duration closing) {
		this(settings, redaction, store, counts, closing, LateLines.GRACE);
	}

	JobReports(ReportSettings settings, @Nullable Redaction redaction, @Nullable ReportStore store, ReportCounts counts,
			Duration closing, Duration grace) {
		this.settings = settings;
		this.privacy = new Privacy(redaction);
		this.log = new ReportLog(counts);
		this.uploads = new ReportUploads(store, this.log);
		this.writer = new ReportWriter(settings, this.privacy, this.uploads, this.log);
		this.late = new LateLines(grace, MAX_JOBS / 2);
		this.adopted = new ReportedJobSpans(this.spans, this.writer, this.late);
		this.closing = new ClosingTime(closing);
	}

	@Override
	public boolean wantsRoot(String name, Attributes attributes) {
		if (!name.equals(SpanNames.JOB_RUN)) {
			return false;
		}
		String type = attributes.get(JobAttributes.TYPE);
		return type != null && this.settings.reports(type);
	}

	@Override
	public boolean wantsBelow(SpanContext parent, Context context) {
		return this.jobs.get() > 0 && above(context, parent) != null;
	}

	@Override
	public SpanAdopter adopter() {
		return this.adopted;
	}

	@Override
	public Context started(JobStart job, Span span, Context context) {
		if (!(span instanceof ReadableSpan readable) || !this.settings.reports(job.type())) {
			return context;
		}
		if (this.jobs.incrementAndGet() > MAX_JOBS) {
			this.jobs.decrementAndGet();
			this.log.failed(this.settings.directory(), "more than " + MAX_JOBS + " jobs run at once");
			return context;
		}
		try {
			return context.with(REPORT, begin(job, readable));
		}
		catch (Throwable ex) {
			this.jobs.decrementAndGet();
			throw ex;
		}
	}

	private JobReport begin(JobStart job, ReadableSpan span) {
		ReportedJob reported = ReportedJob.of(job, span.toSpanData(), this.privacy);
		JobReport report = new JobReport(reported, this.writer.directory(reported), this.settings.maxSpans());
		this.spans.put(reported.spanId(), new OpenSpan(report, span, Thread.currentThread().getName()));
		this.adopted.started(report);
		return report;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		if (this.jobs.get() == 0) {
			return;
		}
		SpanContext parent = span.getParentSpanContext();
		JobReport report = (parent.isValid() && !parent.isRemote()) ? above(parentContext, parent) : null;
		if (report != null) {
			follow(report, span);
		}
	}

	// The context is used if the parent is over; not every context has the key of
	// the report.
	private @Nullable JobReport above(Context context, SpanContext parent) {
		OpenSpan open = this.spans.get(parent.getSpanId());
		JobReport report = (open != null) ? open.report() : context.get(REPORT);
		return (report != null && report.follows(parent.getTraceId())) ? report : null;
	}

	private void follow(JobReport report, ReadWriteSpan span) {
		String spanId = span.getSpanContext().getSpanId();
		if (this.spans.size() >= MAX_OPEN_SPANS) {
			report.notFollowed(this.privacy.redact(span.getName()));
			return;
		}
		this.spans.put(spanId, new OpenSpan(report, span, Thread.currentThread().getName()));
		if (report.isOver()) {
			this.spans.remove(spanId);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (this.spans.isEmpty()) {
			return;
		}
		String spanId = span.getSpanContext().getSpanId();
		OpenSpan open = this.spans.get(spanId);
		if (open != null && !open.isRoot() && this.spans.remove(spanId, open)) {
			this.writer.add(open.report(), SpanCopy.withoutExceptions(span.toSpanData()), open.thread());
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public void ended(Span span, JobEnd end) {
		OpenSpan root = this.spans.get(span.getSpanContext().getSpanId());
		if (root == null || !root.isRoot()) {
			return;
		}
		JobReport report = root.report();
		report.end();
		List<OpenSpan> open = forget(report);
		SpanData job;
		List<UnfinishedSpan> unfinished;
		try {
			job = root.span().toSpanData();
			// Copies of their current state: they may end before they are written.
			unfinished = open.stream().map(UnfinishedSpan::of).toList();
		}
		catch (Throwable ex) {
			this.adopted.forget(report);
			this.jobs.decrementAndGet();
			throw ex;
		}
		ReportedEnd reported = ReportedEnd.of(end);
		this.adopted.ended(report, open,
				() -> this.writer.finish(report, job, root.thread(), unfinished, reported, this.jobs::decrementAndGet));
	}

	private List<OpenSpan> forget(JobReport report) {
		List<OpenSpan> forgotten = new ArrayList<>();
		this.spans.forEach((spanId, open) -> {
			if (open.report().equals(report) && this.spans.remove(spanId, open) && !open.isRoot()) {
				forgotten.add(open);
			}
		});
		return forgotten;
	}

	/**
	 * Only starts to count the time: jobs may still end, and are reported until
	 * {@link #close()}.
	 */
	@Override
	public CompletableResultCode shutdown() {
		this.closing.begin();
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * Waits until the reports of all ended jobs are written and stored. Must be called
	 * while beans that a store may need still exist. From now on, the time for the end of
	 * the application is counted.
	 */
	public void finish() {
		this.closing.begin();
		this.late.release();
		try {
			this.writer.flush(this.closing.left());
			this.uploads.flush(this.closing.left());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Writes and stores the remaining reports, in the time that is left. Reports of jobs
	 * that end later count as failed.
	 */
	@Override
	public void close() {
		this.closing.begin();
		this.late.close();
		try {
			this.writer.close(this.closing.left());
			this.uploads.close(this.closing.left());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Notes that the application goes on, for example after a pause.
	 */
	public void resume() {
		this.closing.reset();
		this.late.resume();
	}

	@Override
	public String toString() {
		return "JobReports[" + this.settings + "]";
	}

}
