package dev.telemetry.report;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the system has no thread left, the end of an application does not wait for one.
 */
class MissingThreadTests {

	@Test
	void anUploadThatCannotBeStartedKeepsNobodyWaiting() throws Exception {
		ReportCounts counts = new ReportCounts();
		ThreadPoolExecutor none = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(work) -> {
					throw new OutOfMemoryError("unable to create native thread");
				});
		ReportUploads uploads = new ReportUploads((report, jobId) -> {
		}, new ReportLog(counts), none);
		uploads.add(Path.of("report"), "one");
		long begin = System.nanoTime();
		uploads.flush(TimeUnit.SECONDS.toNanos(20));
		assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
		assertThat(counts.count(Outcome.UPLOAD_FAILED)).isEqualTo(1);
	}

}
