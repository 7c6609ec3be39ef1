package dev.telemetry.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.health.HeapShare;
import dev.telemetry.health.SpanFootprint;
import dev.telemetry.text.JsonBuffer;

/**
 * Writes reports on a thread of its own, which exists only while there is something to
 * write. Spans wait in a bounded queue. A span for which there is no room is counted by
 * the thread that ended it, so that the job never waits and its counts are correct.
 * Thread safe.
 */
final class ReportWriter {

	/** How many spans of all jobs can wait to be written. */
	static final int MAX_WAITING = 16_384;

	/** How much memory the waiting spans can take, in bytes: stack traces are large. */
	static final long MAX_WAITING_BYTES = HeapShare.atMost(32L * 1024 * 1024);

	private static final int INDENT = 2;

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicLong waitingBytes = new AtomicLong();

	private final ThreadPoolExecutor thread;

	private final Path jobs;

	private final Privacy privacy;

	private final ReportRetention retention;

	private final ReportUploads uploads;

	private final ReportLog log;

	private final Pending pending = new Pending();

	ReportWriter(ReportSettings settings, Privacy privacy, ReportUploads uploads, ReportLog log) {
		this(settings, privacy, uploads, log, ReportThread.create("telemetry-reports", new LinkedBlockingQueue<>()));
	}

	ReportWriter(ReportSettings settings, Privacy privacy, ReportUploads uploads, ReportLog log,
			ThreadPoolExecutor thread) {
		this.thread = thread;
		this.jobs = settings.directory().resolve(ReportFiles.JOBS);
		this.privacy = privacy;
		this.retention = new ReportRetention(this.jobs, settings);
		this.uploads = uploads;
		this.log = log;
	}

	/**
	 * Adds a span that has ended.
	 */
	void add(JobReport report, SpanData span, String thread) {
		long bytes = SpanFootprint.of(span);
		if (!takeRoom(bytes)) {
			giveBack(bytes);
			refuse(report, span);
			return;
		}
		try {
			this.thread.execute(() -> {
				giveBack(bytes);
				write(report, span, thread);
			});
		}
		catch (Throwable ex) {
			// The application has ended, or no thread could be started.
			giveBack(bytes);
			refuse(report, span);
		}
	}

	private boolean takeRoom(long bytes) {
		int spans = this.waiting.incrementAndGet();
		return this.waitingBytes.addAndGet(bytes) <= MAX_WAITING_BYTES && spans <= MAX_WAITING;
	}

	private void giveBack(long bytes) {
		this.waiting.decrementAndGet();
		this.waitingBytes.addAndGet(-bytes);
	}

	private void refuse(JobReport report, SpanData span) {
		report.refused(this.privacy.redact(span.getName()), span.getEndEpochNanos() - span.getStartEpochNanos(),
				ReportedSpan.isError(span));
	}

	private void write(JobReport report, SpanData span, String thread) {
		try {
			boolean begun = report.lines().isBegun();
			report.add(reported(span, thread));
			if (report.lines().isBegun() && !begun) {
				this.retention.begun();
			}
		}
		catch (Throwable ex) {
			refuse(report, span);
		}
	}

	private ReportedSpan reported(SpanData span, String thread) {
		return ReportedSpan.of(this.privacy.redact(span), this.privacy.redact(thread));
	}

	/**
	 * Writes a report, after all spans that were added before.
	 * @param report the report
	 * @param root the span of the job
	 * @param thread name of the thread that started the span
	 * @param unfinished spans of the job that have not ended
	 * @param end how the job ended
	 * @param written runs when the report is done, whether or not it was written
	 */
	void finish(JobReport report, SpanData root, String thread, List<UnfinishedSpan> unfinished, ReportedEnd end,
			Runnable written) {
		this.pending.begin();
		try {
			this.thread.execute(() -> {
				try {
					unfinished.forEach((open) -> report.add(reported(open.data(), open.thread())));
					ReportedEnd safe = end.redacted(this.privacy);
					report.add(safe.applyTo(reported(root, thread), report.job().spanName()));
					publish(report, safe);
				}
				catch (Throwable ex) {
					report.lines().discard();
					this.log.failed(this.jobs, ex);
				}
				finally {
					report.close();
					written.run();
					this.pending.end();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			written.run();
			this.pending.end();
			this.log.failed(this.jobs, "the application has ended");
		}
		catch (Throwable ex) {
			// No thread could be started.
			written.run();
			this.pending.end();
			this.log.failed(this.jobs, ex);
		}
	}

	// A summary without lines is better than nothing.
	private void publish(JobReport report, ReportedEnd end) throws IOException {
		report.findCriticalPath();
		ReportDirectory directory = directory(report.job());
		directory.create();
		// The summary of an earlier run would mark the new lines as complete.
		directory.delete(ReportFiles.SUMMARY);
		Throwable failure = null;
		try {
			report.lines().publish();
		}
		catch (IOException | RuntimeException ex) {
			failure = ex;
			report.lines().discard();
			report.withoutLines();
			directory.create();
			directory.delete(ReportFiles.SPANS);
		}
		writeSummary(directory, report, end);
		if (failure != null) {
			this.log.failed(this.jobs, failure);
		}
		else {
			this.log.written();
		}
		this.retention.added();
		this.uploads.add(directory.path(), report.job().id());
	}

	private void writeSummary(ReportDirectory directory, JobReport report, ReportedEnd end) throws IOException {
		JsonBuffer json = JsonBuffer.indented(INDENT);
		report.write(json, end);
		String part = ReportFiles.part(ReportFiles.SUMMARY, report.job().spanId());
		try {
			directory.write(part, json.toByteBuffer());
			directory.publish(part, ReportFiles.SUMMARY);
		}
		catch (IOException | RuntimeException ex) {
			directory.delete(part);
			throw ex;
		}
	}

	ReportDirectory directory(ReportedJob job) {
		return new ReportDirectory(this.jobs.resolve(ReportFiles.directoryName(job.id())));
	}

	/**
	 * Waits until the reports of all ended jobs are written.
	 * @param nanos the longest time to wait, in nanoseconds
	 */
	void flush(long nanos) throws InterruptedException {
		this.pending.await(nanos);
	}

	/**
	 * Writes all current reports, and accepts none from now on.
	 * @param nanos the longest time to wait, in nanoseconds
	 */
	void close(long nanos) throws InterruptedException {
		this.thread.shutdown();
		if (!this.thread.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
			int left = this.thread.shutdownNow().size();
			this.log.failed(this.jobs,
					"the application has ended before " + left + " spans and summaries were written");
		}
	}

}
