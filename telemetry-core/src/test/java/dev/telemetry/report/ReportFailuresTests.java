package dev.telemetry.report;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.record.JobEnd;
import dev.telemetry.record.JobStart;
import dev.telemetry.record.Recording;
import dev.telemetry.text.JsonBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Whatever becomes of the disk, jobs do not see it.
 */
class ReportFailuresTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(ReportLog.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@TempDir
	Path directory;

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void endListening() {
		this.logger.detachAppender(this.log);
	}

	private List<String> warnings() {
		return this.log.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static void runJobs(ReportedJobs jobs, int count) {
		for (int i = 0; i < count; i++) {
			jobs.recorder.job("nightly", "import")
				.id("job-" + i)
				.run((job) -> jobs.recorder.span("task").run((task) -> {
				}));
		}
		jobs.close();
	}

	@Test
	void aFileInThePlaceOfTheDirectoryIsSaidOnceAndCountedEachTime() throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "of somebody else");
		try (ReportedJobs jobs = new ReportedJobs(file)) {
			runJobs(jobs, 3);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(3);
			assertThat(jobs.failures.count()).isZero();
		}
		assertThat(warnings()).singleElement().asString().contains(file.toString(), "telemetry.job.reports");
		assertThat(file).hasContent("of somebody else");
	}

	@Test
	void aDirectoryThatCannotBeWrittenToIsSaidOnceAndCountedEachTime() {
		// Read-only for everybody, root included.
		Path readOnly = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
		try (ReportedJobs jobs = new ReportedJobs(readOnly)) {
			runJobs(jobs, 3);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(3);
			assertThat(jobs.failures.count()).isZero();
		}
		assertThat(warnings()).singleElement().asString().contains("/modules/java.base/jobs");
	}

	@Test
	@EnabledIf("hasProc")
	void soIsOneThatTheSystemKeepsForItself() {
		try (ReportedJobs jobs = new ReportedJobs(Path.of("/proc/telemetry"))) {
			runJobs(jobs, 2);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(2);
		}
		assertThat(warnings()).hasSize(1);
	}

	static boolean hasProc() {
		return Files.isDirectory(Path.of("/proc/self"));
	}

	@Test
	void aLoopOfLinksIsAFailure() throws Exception {
		Path loop = this.directory.resolve("loop");
		Files.createSymbolicLink(loop, loop);
		try (ReportedJobs jobs = new ReportedJobs(loop)) {
			runJobs(jobs, 2);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(2);
		}
		assertThat(warnings()).hasSize(1);
	}

	@Test
	void aLinkInThePlaceOfAReportIsNotFollowed() throws Exception {
		Path elsewhere = Files.createDirectories(this.directory.resolve("elsewhere"));
		Files.createDirectories(this.directory.resolve("reports/jobs"));
		Files.createSymbolicLink(this.directory.resolve("reports/jobs/job-0"), elsewhere);
		try (ReportedJobs jobs = new ReportedJobs(this.directory.resolve("reports"))) {
			runJobs(jobs, 1);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
		}
		assertThat(elsewhere).isEmptyDirectory();
	}

	@Test
	void aLinkInThePlaceOfAFileIsReplacedAndNotWrittenTo() throws Exception {
		Path victim = Files.writeString(this.directory.resolve("victim"), "as it was");
		Path report = Files.createDirectories(this.directory.resolve("jobs/job-0"));
		Files.createSymbolicLink(report.resolve("summary.json"), victim);
		Files.createSymbolicLink(report.resolve("spans.jsonl"), victim);
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			runJobs(jobs, 1);
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(1);
		}
		assertThat(victim).hasContent("as it was");
		assertThat(Files.isSymbolicLink(report.resolve("summary.json"))).isFalse();
	}

	@Test
	void aDirectoryThatIsGoneMeanwhileCostsTheLinesAndNotTheSummary() throws Exception {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-0").start();
			int spans = 0;
			while (ReportedJobs.names(jobs.report("job-0")).isEmpty()) {
				jobs.recorder.span("task").start(job.context()).succeed();
				spans++;
			}
			Files.delete(jobs.report("job-0").resolve(ReportedJobs.names(jobs.report("job-0")).get(0)));
			Files.delete(jobs.report("job-0"));
			job.succeed();
			jobs.close();
			JsonObject summary = jobs.summary("job-0");
			assertThat(summary.get("total_spans").getAsInt()).isEqualTo(spans + 1);
			assertThat(summary.get("truncated_spans").getAsInt()).isEqualTo(spans + 1);
			assertThat(ReportedJobs.names(jobs.report("job-0"))).containsExactly("summary.json");
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
		}
		assertThat(warnings()).hasSize(1);
	}

	@Test
	void whatCannotGetItsNameLeavesNothingBehind() throws Exception {
		Files.createDirectories(this.directory.resolve("jobs/job-0/summary.json/of-somebody-else"));
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			runJobs(jobs, 1);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
			assertThat(ReportedJobs.names(jobs.report("job-0"))).containsExactly("summary.json");
		}
	}

	@Test
	void theSummaryOfARunBeforeDoesNotVouchForARunThatCannotBeWritten() throws Exception {
		Path report = Files.createDirectories(this.directory.resolve("jobs/job-0"));
		Files.writeString(report.resolve("summary.json"), "{\"of\": \"the run before\"}");
		Files.createDirectories(report.resolve("spans.jsonl/of-somebody-else"));
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			runJobs(jobs, 1);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
			assertThat(ReportedJobs.names(report)).containsExactly("spans.jsonl");
		}
	}

	@Test
	void jobsThatCannotBeReadTakeNoRoomFromOthers() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			JobStart job = new JobStart("nightly", "import", null, "job.run");
			JobEnd end = new JobEnd(1, null, null, null, Map.of());
			for (int i = 0; i < JobReports.MAX_JOBS; i++) {
				AtomicBoolean readable = new AtomicBoolean(i % 2 == 0);
				Span span = unreadable(
						jobs.tracer.spanBuilder("job.run").setAttribute(JobAttributes.TYPE, "import").startSpan(),
						readable);
				if (!readable.get()) {
					assertThatIllegalStateException().isThrownBy(() -> jobs.reports.started(job, span, Context.root()));
				}
				else {
					jobs.reports.started(job, span, Context.root());
					readable.set(false);
					assertThatIllegalStateException().isThrownBy(() -> jobs.reports.ended(span, end));
				}
			}
			for (int i = 0; i < JobReports.MAX_JOBS; i++) {
				jobs.recorder.job("nightly", "import").start();
			}
			jobs.recorder.endOpenRecordings();
			jobs.close();
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(JobReports.MAX_JOBS);
		}
	}

	private static Span unreadable(Span span, AtomicBoolean readable) {
		return (Span) Proxy.newProxyInstance(ReadWriteSpan.class.getClassLoader(),
				new Class<?>[] { ReadWriteSpan.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("toSpanData") && !readable.get()) {
						throw new IllegalStateException("unreadable");
					}
					return method.invoke(span, arguments);
				});
	}

	@Test
	void jobsThatEndAfterTheEndOfTheApplicationAreCounted() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").start();
			jobs.close();
			job.succeed();
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
			assertThat(jobs.failures.count()).isZero();
		}
	}

	@Test
	void anApplicationThatWasPausedHasItsTimeAgain() {
		try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory), null, null,
				Duration.ofMillis(1))) {
			jobs.reports.finish();
			jobs.reports.resume();
			runJobs(jobs, 1);
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(1);
		}
	}

	@Test
	void jobsBeyondTheBoundRunWithoutAReport() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			for (int i = 0; i <= JobReports.MAX_JOBS; i++) {
				jobs.recorder.job("nightly", "import").start();
			}
			jobs.recorder.endOpenRecordings();
			jobs.close();
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(JobReports.MAX_JOBS);
			assertThat(jobs.count(Outcome.FAILED)).isEqualTo(1);
			assertThat(jobs.summary(jobs.names().get(0)).get("error").getAsString()).isEqualTo("shutdown");
		}
	}

	@Test
	void whereThereIsNoThreadToBeHadSpansAreCountedAndTheirCodeGoesOn() {
		ThreadPoolExecutor none = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(work) -> {
					throw new OutOfMemoryError("unable to create native thread");
				});
		assertThat(truncated(none, HostileSpans.plain("load"), 1)).isOne();
	}

	@Test
	void spansThatWaitForASlowDiskTakeBoundedMemory() {
		CountDownLatch disk = new CountDownLatch(1);
		ThreadPoolExecutor slow = ReportThread.create("slow", new LinkedBlockingQueue<>());
		slow.execute(() -> awaitQuietly(disk));
		SpanData large = HostileSpans.withAttribute("text", "x".repeat(1_000_000));
		long truncated = truncated(slow, large, 100);
		assertThat(slow.getQueue().size() + truncated).isEqualTo(100);
		assertThat(slow.getQueue()).hasSizeBetween(1, 40);
		disk.countDown();
		slow.shutdown();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private long truncated(ThreadPoolExecutor thread, SpanData span, int times) {
		ReportSettings settings = ReportedJobs.settings(this.directory);
		ReportLog reported = new ReportLog(new ReportCounts());
		ReportWriter writer = new ReportWriter(settings, new Privacy(null), new ReportUploads(null, reported), reported,
				thread);
		ReportedJob job = ReportedJob.of(new JobStart("nightly", "import", "job-1", "job.run"), span,
				new Privacy(null));
		JobReport report = new JobReport(job, writer.directory(job), 10);
		for (int i = 0; i < times; i++) {
			writer.add(report, span, "main");
		}
		JsonBuffer json = new JsonBuffer();
		report.write(json, ReportedEnd.of(new JobEnd(1, null, null, null, Map.of())));
		String summary = StandardCharsets.UTF_8.decode(json.toByteBuffer()).toString();
		return JsonParser.parseString(summary).getAsJsonObject().get("truncated_spans").getAsLong();
	}

}
