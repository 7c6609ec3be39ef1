package dev.telemetry.report;

import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Passes reports to a store, on a thread of its own, so that a hanging store does not
 * keep reports from being written. Thread safe.
 */
final class ReportUploads {

	/** How many reports can wait. */
	static final int MAX_WAITING = 100;

	private static final long INTERRUPTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final ThreadPoolExecutor thread;

	private final @Nullable ReportStore store;

	private final ReportLog log;

	private final Pending pending = new Pending();

	ReportUploads(@Nullable ReportStore store, ReportLog log) {
		this(store, log, ReportThread.create("telemetry-report-uploads", new ArrayBlockingQueue<>(MAX_WAITING)));
	}

	ReportUploads(@Nullable ReportStore store, ReportLog log, ThreadPoolExecutor thread) {
		this.thread = thread;
		this.store = store;
		this.log = log;
	}

	void add(Path report, String jobId) {
		ReportStore target = this.store;
		if (target == null) {
			return;
		}
		this.pending.begin();
		try {
			this.thread.execute(new Upload(target, report, jobId));
		}
		catch (RejectedExecutionException ex) {
			this.pending.end();
			this.log.notUploaded(report, "more than " + MAX_WAITING + " reports wait, or the application ends");
		}
		catch (Throwable ex) {
			this.pending.end();
			this.log.notUploaded(report, "there is no thread to be had");
		}
	}

	/**
	 * Waits until all current reports are stored.
	 * @param nanos the longest time to wait, in nanoseconds
	 */
	void flush(long nanos) throws InterruptedException {
		this.pending.await(nanos);
	}

	/**
	 * Stores all current reports, and accepts none from now on.
	 * @param nanos the longest time to wait, in nanoseconds
	 */
	void close(long nanos) throws InterruptedException {
		this.thread.shutdown();
		if (!this.thread.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
			for (Runnable left : this.thread.shutdownNow()) {
				if (left instanceof Upload upload) {
					this.log.notUploaded(upload.report, "the application has ended before");
				}
			}
			// The upload that is running was interrupted, and counts itself.
			this.thread.awaitTermination(INTERRUPTED_NANOS, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * A report that is to be stored.
	 */
	private final class Upload implements Runnable {

		private final ReportStore target;

		private final Path report;

		private final String jobId;

		Upload(ReportStore target, Path report, String jobId) {
			this.target = target;
			this.report = report;
			this.jobId = jobId;
		}

		@Override
		public void run() {
			try {
				String reason = store();
				if (reason != null) {
					ReportUploads.this.log.notUploaded(this.report, reason);
				}
				else {
					ReportUploads.this.log.uploaded();
				}
			}
			finally {
				ReportUploads.this.pending.end();
			}
		}

		private @Nullable String store() {
			try {
				this.target.store(this.report, this.jobId);
				return null;
			}
			catch (NotStoredException ex) {
				return String.valueOf(ex.getMessage());
			}
			catch (InterruptedException ex) {
				return "the application has ended meanwhile";
			}
			catch (Throwable ex) {
				// The message may contain anything, such as a signed URL.
				return ex.getClass().getName();
			}
		}

	}

}
