package dev.telemetry.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.health.ReportCounts.Outcome;
import dev.telemetry.record.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Disks on which there is no room: a small one in memory, where the tests may mount that,
 * and a limit on the size of files, which any process may set for itself.
 */
@DisabledOnOs(OS.WINDOWS)
class FullDiskTests {

	private static final int JOBS = 3;

	private static final int TASKS = 2_000;

	@TempDir
	Path directory;

	private boolean mounted;

	private void mount(String size) throws Exception {
		this.mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", this.directory.toString()) == 0;
		assumeTrue(this.mounted, "no disk can be mounted here");
	}

	@AfterEach
	void unmount() throws Exception {
		if (this.mounted) {
			run("umount", this.directory.toString());
		}
	}

	private static int run(String... command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/**
	 * Jobs with more lines than there is room for.
	 */
	static void runJobs(ReportedJobs jobs) {
		for (int i = 0; i < JOBS; i++) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-" + i).start();
			for (int task = 0; task < TASKS; task++) {
				jobs.recorder.span("task").start(job.context()).attribute("rows", task).succeed();
			}
			job.succeed();
		}
		jobs.close();
	}

	private static void assertSummariesWithoutLines(Path directory) {
		for (int i = 0; i < JOBS; i++) {
			Path report = directory.resolve("jobs").resolve("job-" + i);
			assertThat(ReportedJobs.names(report)).containsExactly("summary.json");
			assertThat(ReportedJobs.read(report.resolve("summary.json"))).contains("\"success\": true",
					"\"total_spans\": " + (TASKS + 1), "\"truncated_spans\": " + (TASKS + 1));
		}
	}

	@Test
	void linesForWhichThereIsNoRoomLeaveRoomForTheSummary() throws Exception {
		mount("128k");
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			runJobs(jobs);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(JOBS);
			assertThat(jobs.count(Outcome.WRITTEN)).isZero();
			assertThat(jobs.failures.count()).isZero();
		}
		assertSummariesWithoutLines(this.directory);
	}

	@Test
	void onADiskThatIsFullNothingIsLeftBehindAndTheNextReportIsWrittenOnceThereIsRoom() throws Exception {
		mount("64k");
		Path filler = this.directory.resolve("filler");
		Files.createDirectories(this.directory.resolve("jobs"));
		try {
			Files.write(filler, new byte[128 * 1024]);
		}
		catch (IOException ex) {
			// That is what it is for.
		}
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("full").run((job) -> {
			});
			jobs.reports.finish();
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
			assertThat(ReportedJobs.names(jobs.report("full"))).isEmpty();
			Files.delete(filler);
			jobs.recorder.job("nightly", "import").id("free").run((job) -> {
			});
			jobs.close();
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(1);
			assertThat(ReportedJobs.names(jobs.report("free"))).containsExactly("spans.jsonl", "summary.json");
		}
	}

	@Test
	void whereFilesMustNotGrowJobsSeeNothingOfIt() throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh", java,
				"-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
				LimitedDisk.class.getName(), this.directory.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		assertThat(this.directory.resolve(LimitedDisk.RESULT)).hasContent("failed=" + JOBS + " written=0 internal=0");
		assertThat(output.lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.contains("A job report could not be written to " + this.directory, "File too large");
		assertSummariesWithoutLines(this.directory);
	}

}
