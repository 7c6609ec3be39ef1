package dev.telemetry.report;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.health.ReportCounts.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several runs of one name.
 */
class ReportReplacementTests {

	@TempDir
	Path directory;

	@Test
	void aSecondRunReplacesTheReportOfTheFirst() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> jobs.recorder.span("first").run((step) -> {
			}));
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
			});
			jobs.close();
			assertThat(jobs.spans("job-1")).hasSize(1);
			assertThat(jobs.summary("job-1").get("total_spans").getAsInt()).isEqualTo(1);
			assertThat(ReportedJobs.names(jobs.report("job-1"))).containsExactly("spans.jsonl", "summary.json");
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(2);
		}
	}

	@Test
	void twoRunsOfOneNameAtOnceLeaveOneWholeReport() throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(2);
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			for (int i = 0; i < 40; i++) {
				int tasks = i;
				pool.execute(() -> jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
					for (int task = 0; task < tasks; task++) {
						jobs.recorder.span("task").run((span) -> {
						});
					}
				}));
			}
			pool.shutdown();
			assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
			jobs.close();
			JsonObject summary = jobs.summary("job-1");
			assertThat(jobs.spans("job-1")).hasSize(summary.get("total_spans").getAsInt())
				.allSatisfy((span) -> assertThat(span.get("trace_id")).isEqualTo(summary.get("trace_id")));
			assertThat(ReportedJobs.names(jobs.report("job-1"))).containsExactly("spans.jsonl", "summary.json");
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(40);
		}
		finally {
			pool.shutdownNow();
		}
	}

}
