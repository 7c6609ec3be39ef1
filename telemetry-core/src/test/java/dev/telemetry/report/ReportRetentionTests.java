package dev.telemetry.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of old reports.
 */
class ReportRetentionTests {

	private static final Instant NOW = Instant.parse("2030-01-31T00:00:00Z");

	@TempDir
	Path jobs;

	private void prune(int maxReports) {
		ReportSettings settings = new ReportSettings(this.jobs, Set.of(), 1, Duration.ofDays(30), maxReports);
		new ReportRetention(this.jobs, settings, () -> NOW).added();
	}

	private Path report(String name, Duration age) throws IOException {
		Path directory = Files.createDirectory(this.jobs.resolve(name));
		file(directory, "spans.jsonl", age);
		file(directory, "summary.json", age);
		return directory;
	}

	private static void file(Path directory, String name, Duration age) throws IOException {
		Path file = Files.writeString(directory.resolve(name), "{}");
		Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
	}

	@Test
	void reportsThatAreTooOldAreDeleted() throws Exception {
		report("old", Duration.ofDays(31));
		report("new", Duration.ofDays(29));
		prune(10);
		assertThat(ReportedJobs.names(this.jobs)).containsExactly("new");
	}

	@Test
	void aClockThatIsSetBackDoesNotPutItOff() throws Exception {
		AtomicReference<Instant> clock = new AtomicReference<>(NOW.plus(Duration.ofDays(400)));
		ReportRetention retention = new ReportRetention(this.jobs,
				new ReportSettings(this.jobs, Set.of(), 1, Duration.ofDays(30), 10), clock::get);
		retention.added();
		report("old", Duration.ofDays(31));
		clock.set(NOW);
		retention.added();
		assertThat(ReportedJobs.names(this.jobs)).isEmpty();
	}

	@Test
	void theOldestOfTooManyAreDeleted() throws Exception {
		for (int i = 0; i < 6; i++) {
			report("job-" + i, Duration.ofHours(i));
		}
		prune(3);
		assertThat(ReportedJobs.names(this.jobs)).containsExactly("job-0", "job-1", "job-2");
	}

	@Test
	void whatIsNotOursStays() throws Exception {
		Path results = report("results", Duration.ofDays(99));
		Files.writeString(results.resolve("result.csv"), "of the application");
		Path nested = report("nested", Duration.ofDays(99));
		Files.createDirectory(nested.resolve("more"));
		Files.createDirectory(this.jobs.resolve("foreign"));
		Files.writeString(this.jobs.resolve("foreign/README"), "of somebody else");
		Files.writeString(this.jobs.resolve("file"), "of somebody else");
		prune(1);
		assertThat(ReportedJobs.names(this.jobs)).containsExactly("file", "foreign", "nested", "results");
		assertThat(ReportedJobs.names(results)).containsExactly("result.csv", "spans.jsonl", "summary.json");
	}

	@Test
	void linksAreNotFollowed(@TempDir Path elsewhere) throws Exception {
		file(elsewhere, "summary.json", Duration.ofDays(99));
		Files.createSymbolicLink(this.jobs.resolve("link"), elsewhere);
		Path withLink = Files.createDirectory(this.jobs.resolve("with-link"));
		Files.createSymbolicLink(withLink.resolve("summary.json"), elsewhere.resolve("summary.json"));
		prune(1);
		assertThat(elsewhere.resolve("summary.json")).exists();
		assertThat(ReportedJobs.names(this.jobs)).containsExactly("link", "with-link");
	}

	@Test
	void whatIsBeingWrittenStaysAndWhatWasLeftBehindGoes() throws Exception {
		Path live = report("live", Duration.ofDays(99));
		file(live, "spans.jsonl.00f067aa0ba902b7.part", Duration.ofHours(1));
		Path left = Files.createDirectory(this.jobs.resolve("left"));
		file(left, "spans.jsonl.00f067aa0ba902b7.part", Duration.ofDays(31));
		Path begun = Files.createDirectory(this.jobs.resolve("begun"));
		Files.setLastModifiedTime(begun, FileTime.from(NOW));
		prune(10);
		assertThat(ReportedJobs.names(this.jobs)).containsExactly("begun", "live");
	}

	@Test
	void whatARunningJobWroteTodayIsKeptHoweverShortReportsAreKept() throws Exception {
		Path slow = Files.createDirectory(this.jobs.resolve("slow"));
		file(slow, "spans.jsonl.00f067aa0ba902b7.part", Duration.ofHours(3));
		new ReportRetention(this.jobs, new ReportSettings(this.jobs, Set.of(), 1, Duration.ofHours(1), 10), () -> NOW)
			.added();
		assertThat(ReportedJobs.names(slow)).hasSize(1);
	}

	@Test
	void whatKilledRunsHaveLeftBehindGoesAlsoWhereTheNextOneOfTheirNameIsLive() throws Exception {
		Path nightly = Files.createDirectory(this.jobs.resolve("nightly"));
		file(nightly, "spans.jsonl.00f067aa0ba902b1.part", Duration.ofDays(31));
		file(nightly, "spans.jsonl.00f067aa0ba902b2.part", Duration.ofDays(2));
		file(nightly, "spans.jsonl.00f067aa0ba902b3.part", Duration.ofHours(1));
		Path complete = report("complete", Duration.ofDays(1));
		file(complete, "spans.jsonl.00f067aa0ba902b4.part", Duration.ofDays(31));
		prune(10);
		assertThat(ReportedJobs.names(nightly)).containsExactly("spans.jsonl.00f067aa0ba902b2.part",
				"spans.jsonl.00f067aa0ba902b3.part");
		assertThat(ReportedJobs.names(complete)).containsExactly("spans.jsonl", "summary.json");
	}

	@Test
	void whatIsOldIsDeletedAlsoByAProcessThatNeverLivesToEndAReport() throws Exception {
		Path old = Files.createDirectories(this.jobs.resolve("jobs/old"));
		Path part = Files.writeString(old.resolve("spans.jsonl.00f067aa0ba902b7.part"), "{}");
		Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
		try (ReportedJobs jobs = new ReportedJobs(this.jobs)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				for (int i = 0; i < 1_000; i++) {
					jobs.recorder.span("task").run((span) -> {
					});
				}
				assertThat(this.jobs.resolve("jobs/job-1/summary.json")).doesNotExist();
				Eventually.until(() -> old + " is deleted", () -> !Files.exists(old));
			});
		}
	}

	@Test
	void aMissingDirectoryIsNoFailure() throws Exception {
		Files.delete(this.jobs);
		prune(1);
		assertThat(this.jobs).doesNotExist();
	}

}
