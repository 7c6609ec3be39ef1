package dev.telemetry.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;
import dev.telemetry.record.JobEnd;
import dev.telemetry.record.JobStart;
import dev.telemetry.text.JsonBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the system has no thread left, spans and uploads are counted as left out, and the
 * thread that ends a span does not see it.
 */
class MissingThreadTests {

	private final ReportCounts counts = new ReportCounts();

	private final ReportLog log = new ReportLog(this.counts);

	@TempDir
	Path directory;

	@Test
	void aSpanThatCannotBeWrittenIsLeftOut() {
		Privacy privacy = new Privacy(null);
		SpanData span = span();
		ReportedJob job = ReportedJob.of(new JobStart("nightly", "import", "one", "job.run"), span, privacy);
		ReportWriter writer = new ReportWriter(ReportedJobs.settings(this.directory), privacy,
				new ReportUploads(null, this.log), this.log, withoutThreads());
		JobReport report = new JobReport(job, writer.directory(job), 10);
		writer.add(report, span, "main");
		JsonBuffer json = new JsonBuffer();
		report.write(json, ReportedEnd.of(new JobEnd(1, null, null, null, Map.of())));
		assertThat(StandardCharsets.UTF_8.decode(json.toByteBuffer()).toString()).contains("\"truncated_spans\":1");
	}

	@Test
	void anUploadThatCannotBeStartedKeepsNobodyWaiting() throws Exception {
		ReportUploads uploads = new ReportUploads((report, jobId) -> {
		}, this.log, withoutThreads());
		uploads.add(this.directory, "one");
		long begin = System.nanoTime();
		uploads.flush(TimeUnit.SECONDS.toNanos(20));
		assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
		assertThat(this.counts.count(Outcome.UPLOAD_FAILED)).isEqualTo(1);
	}

	private static SpanData span() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			return ((ReadableSpan) provider.get("test").spanBuilder("job.run").startSpan()).toSpanData();
		}
	}

	private static ThreadPoolExecutor withoutThreads() {
		BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
		return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, queue, (work) -> new Thread(work) {

			@Override
			public synchronized void start() {
				throw new OutOfMemoryError("unable to create native thread");
			}

		});
	}

}
