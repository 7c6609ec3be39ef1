package dev.telemetry.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.privacy.Redaction;
import dev.telemetry.privacy.RedactionSettings;
import dev.telemetry.privacy.SecretDetector;
import dev.telemetry.privacy.TextRange;
import dev.telemetry.record.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What a job leaves behind.
 */
class JobReportsTests {

	private static final Context CALLER = Context.root()
		.with(Span.wrap(SpanContext.createFromRemoteParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				TraceFlags.getDefault(), TraceState.getDefault())));

	@TempDir
	Path directory;

	@Test
	void theSummaryHasAllThatReadersOfItExpect() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				jobs.recorder.span("load").record(Duration.ofMillis(200), true);
				jobs.recorder.span("load").record(Duration.ofMillis(400), true);
				jobs.recorder.span("store").run((store) -> store.attribute("rows", 10).attribute("table", "orders"));
				jobs.recorder.span("store").run((store) -> store.attribute("rows", 20));
			});
			jobs.close();
			JsonObject summary = jobs.summary("job-1");
			assertThat(summary.get("job_type").getAsString()).isEqualTo("import");
			assertThat(summary.get("job_id").getAsString()).isEqualTo("job-1");
			assertThat(summary.get("queue").getAsString()).isEqualTo("nightly");
			assertThat(summary.get("schema").getAsInt()).isEqualTo(1);
			assertThat(summary.get("success").getAsBoolean()).isTrue();
			assertThat(summary.get("error").isJsonNull()).isTrue();
			assertThat(summary.get("total_spans").getAsInt()).isEqualTo(5);
			assertThat(summary.get("truncated_spans").getAsInt()).isZero();
			assertThat(Instant.parse(summary.get("started_at").getAsString()))
				.isBeforeOrEqualTo(Instant.parse(summary.get("ended_at").getAsString()));
			JsonObject load = byName(summary, "load");
			assertThat(load.keySet()).containsExactly("count", "total_duration", "mean_duration", "max_duration",
					"min_duration", "p50_duration", "p95_duration", "p99_duration", "critical_duration", "errors",
					"metrics");
			assertThat(load.get("count").getAsInt()).isEqualTo(2);
			assertThat(load.get("total_duration").getAsDouble()).isEqualTo(0.6, within(1e-6));
			assertThat(load.get("mean_duration").getAsDouble()).isEqualTo(0.3, within(1e-6));
			assertThat(load.get("max_duration").getAsDouble()).isEqualTo(0.4, within(1e-6));
			assertThat(load.get("min_duration").getAsDouble()).isEqualTo(0.2, within(1e-6));
			assertThat(load.get("p50_duration").getAsDouble()).isEqualTo(0.2, within(0.01));
			JsonObject rows = byName(summary, "store").getAsJsonObject("metrics").getAsJsonObject("rows");
			assertThat(rows).hasToString("{\"mean\":15.0,\"sum\":30.0,\"count\":2,\"min\":10.0,\"max\":20.0}");
			double wall = summary.get("wall_duration").getAsDouble();
			double sum = wall + 0.6 + byName(summary, "store").get("total_duration").getAsDouble();
			assertThat(summary.get("total_duration").getAsDouble()).isEqualTo(sum, within(1e-6));
			assertThat(ReportedJobs.read(jobs.report("job-1").resolve("summary.json"))).startsWith("{\n  \"job_type\"");
		}
	}

	private static JsonObject byName(JsonObject summary, String name) {
		return summary.getAsJsonObject("by_name").getAsJsonObject(name);
	}

	@Test
	void aLineHasAllThatReadersOfItExpect() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				try (Recording step = jobs.recorder.span("step").open()) {
					step.attribute("rows", 7).attribute("table", "orders").attribute("done", true);
					Span.current().setAttribute(AttributeKey.stringArrayKey("keys"), Arrays.asList("a", null));
					step.event("retry", Map.of("attempt", 2));
					step.succeed();
				}
			});
			jobs.close();
			JsonObject step = jobs.spans("job-1").get(0);
			assertThat(step.keySet()).containsExactly("name", "start_time", "end_time", "duration", "metrics", "tags",
					"schema", "trace_id", "span_id", "parent_span_id", "started_at", "status", "thread", "events");
			assertThat(step.get("metrics")).hasToString("{\"rows\":7.0}");
			assertThat(step.get("tags")).hasToString("{\"done\":\"true\",\"keys\":\"a,\",\"table\":\"orders\"}");
			assertThat(step.get("start_time").getAsDouble()).isBetween(0.0, 20.0);
			assertThat(step.get("start_time").getAsDouble() + step.get("duration").getAsDouble())
				.isEqualTo(step.get("end_time").getAsDouble(), within(1e-6));
			assertThat(step.get("thread").getAsString()).isEqualTo(Thread.currentThread().getName());
			assertThat(step.getAsJsonArray("events").get(0).getAsJsonObject().get("attributes"))
				.hasToString("{\"attempt\":\"2\"}");
			JsonObject root = jobs.spans("job-1").get(1);
			assertThat(step.get("parent_span_id")).isEqualTo(root.get("span_id"));
			assertThat(root.get("parent_span_id").isJsonNull()).isTrue();
			assertThat(root.get("start_time").getAsDouble()).isZero();
			assertThat(root.getAsJsonObject("tags").get("job.success").getAsString()).isEqualTo("true");
		}
	}

	@Test
	void allSpansAreThereAlthoughNoTraceIsKeptAndNoneIsExported() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				for (int i = 0; i < 2_000; i++) {
					jobs.recorder.span("task").run((task) -> {
					});
				}
			});
			jobs.close();
			assertThat(jobs.summary("job-1").get("total_spans").getAsInt()).isEqualTo(2_001);
			assertThat(jobs.spans("job-1")).hasSize(2_001);
		}
	}

	@Test
	void spansBeyondTheBoundAreCountedAndHaveNoLine() {
		try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory, 10), null, null)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				for (int i = 0; i < 50; i++) {
					jobs.recorder.span("task").run((task) -> task.attribute("rows", 1));
				}
			});
			jobs.close();
			JsonObject summary = jobs.summary("job-1");
			assertThat(summary.get("truncated_spans").getAsInt()).isEqualTo(40);
			assertThat(byName(summary, "task").get("count").getAsInt()).isEqualTo(50);
			assertThat(byName(summary, "task").getAsJsonObject("metrics").getAsJsonObject("rows").get("sum").getAsInt())
				.isEqualTo(50);
			assertThat(jobs.spans("job-1")).hasSize(11)
				.last()
				.extracting((span) -> span.get("name").getAsString())
				.isEqualTo("job.run");
		}
	}

	@Test
	void spansThatHaveNotEndedCountTowardsTheBoundAsWell() {
		try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory, 10), null, null)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			Arrays.setAll(new Recording[50], (i) -> jobs.recorder.span("open").start(job.context()));
			job.succeed();
			jobs.close();
			assertThat(jobs.spans("job-1")).hasSize(11);
			assertThat(jobs.summary("job-1").get("truncated_spans").getAsInt()).isEqualTo(40);
		}
	}

	@Test
	void outcomeAndStatisticsAreThoseOfTheRecorder() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			job.measure("rows", 10).measure("rows", 30);
			job.fail(new IllegalStateException("x".repeat(300)));
			jobs.close();
			JsonObject summary = jobs.summary("job-1");
			assertThat(summary.get("success").getAsBoolean()).isFalse();
			assertThat(summary.get("error").getAsString()).isEqualTo("java.lang.IllegalStateException");
			assertThat(summary.get("error_msg").getAsString()).isEqualTo("x".repeat(200));
			assertThat(byName(summary, "job.run").get("errors").getAsInt()).isEqualTo(1);
			assertThat(byName(summary, "job.run").getAsJsonObject("metrics").get("rows"))
				.hasToString("{\"mean\":20.0,\"sum\":40.0,\"count\":2,\"min\":10.0,\"max\":30.0}");
			JsonObject root = jobs.spans("job-1").get(0);
			assertThat(root.get("status").getAsString()).isEqualTo("ERROR");
			assertThat(root.getAsJsonObject("metrics").get("rows").getAsDouble()).isEqualTo(20.0);
			assertThat(root.getAsJsonObject("tags").get("error").getAsString())
				.isEqualTo("java.lang.IllegalStateException");
			assertThat(root.getAsJsonObject("tags").get("error_msg").getAsString()).hasSize(200);
		}
	}

	@Test
	void statisticsOfSpansBelowAreOneMetricThatWeighsAsMuchAsItsValues() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				jobs.recorder.span("task").run((task) -> task.measure("rows", 1).measure("rows", 2).measure("rows", 3));
				jobs.recorder.span("task").run((task) -> task.measure("rows", 10));
			});
			jobs.close();
			assertThat(byName(jobs.summary("job-1"), "task").get("metrics"))
				.hasToString("{\"rows\":{\"mean\":4.0,\"sum\":16.0,\"count\":4,\"min\":1.0,\"max\":10.0}}");
			assertThat(jobs.spans("job-1").get(0).get("metrics")).hasToString("{\"rows\":2.0}");
		}
	}

	@Test
	void aSkippedJobIsNeitherASuccessNorAFailure() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> job.skip("locked"));
			jobs.close();
			assertThat(jobs.summary("job-1").get("success").isJsonNull()).isTrue();
			assertThat(jobs.summary("job-1").get("skip_reason").getAsString()).isEqualTo("locked");
		}
	}

	@Test
	void errorsOfSpansAreTagsOfTheirLines() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				Span other = jobs.tracer.spanBuilder("library").startSpan();
				other.recordException(new IllegalArgumentException("odd"));
				other.setStatus(StatusCode.ERROR);
				other.end();
				Span silent = jobs.tracer.spanBuilder("silent").startSpan();
				silent.setStatus(StatusCode.ERROR, "no reason");
				silent.end();
			});
			jobs.close();
			assertThat(jobs.spans("job-1").get(0).get("tags"))
				.hasToString("{\"error\":\"java.lang.IllegalArgumentException\",\"error_msg\":\"odd\"}");
			assertThat(jobs.spans("job-1").get(1).get("tags"))
				.hasToString("{\"error\":\"_OTHER\",\"error_msg\":\"no reason\"}");
		}
	}

	@Test
	void requestsAndJobsWithinThemHaveNoReport() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Span request = jobs.tracer.spanBuilder("http.server").setSpanKind(SpanKind.SERVER).startSpan();
			try (Scope scope = request.makeCurrent()) {
				jobs.recorder.job("shop", "mail").run((job) -> {
				});
			}
			request.end();
			jobs.close();
			assertThat(jobs.names()).isEmpty();
		}
	}

	@Test
	void aRequestOfTheSameTraceIsNoPartOfTheJob() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				Context remote = Context.root()
					.with(Span.wrap(SpanContext.createFromRemoteParent(traceId(job), "00f067aa0ba902b7",
							TraceFlags.getSampled(), TraceState.getDefault())));
				Span request = jobs.tracer.spanBuilder("http.server").setParent(remote).startSpan();
				jobs.tracer.spanBuilder("query").setParent(remote.with(request)).startSpan().end();
				request.end();
			});
			jobs.close();
			assertThat(jobs.spans("job-1")).hasSize(1);
		}
	}

	private static String traceId(Recording recording) {
		String traceId = recording.traceId();
		return (traceId != null) ? traceId : "";
	}

	@Test
	void aJobThatCameWithAMessageIsReportedAndAJobWithinAJobIsPartOfIt() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("orders", "pack").id("outer").startedByMessage().start(CALLER);
			try (Scope scope = job.enter()) {
				jobs.recorder.job("orders", "label").id("inner").run((inner) -> {
				});
			}
			job.succeed();
			jobs.close();
			assertThat(jobs.names()).containsExactly("outer");
			assertThat(jobs.spans("outer")).hasSize(2);
			assertThat(jobs.spans("outer").get(0).getAsJsonObject("tags").get("job.id").getAsString())
				.isEqualTo("inner");
		}
	}

	@Test
	void jobsOfOneTraceHaveReportsOfTheirOwn() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording first = jobs.recorder.job("orders", "pack").start(CALLER);
			Recording second = jobs.recorder.job("orders", "pack").start(CALLER);
			jobs.recorder.span("of-second").start(second.context()).succeed();
			first.succeed();
			second.succeed();
			jobs.close();
			assertThat(jobs.names()).hasSize(2).allMatch((name) -> name.matches("pack-\\d{8}t\\d{6}z-4bf92f35-\\w{8}"));
			assertThat(jobs.names()).extracting((name) -> jobs.spans(name).size()).containsExactlyInAnyOrder(1, 2);
		}
	}

	@Test
	void workOnOtherThreadsBelongsToTheJobAfterItsParentHasEndedToo() throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(4);
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			Recording submit = jobs.recorder.span("submit").start(job.context());
			Context context = submit.context();
			submit.succeed();
			List<Runnable> tasks = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				tasks.add(() -> jobs.recorder.span("task").start(context).succeed());
			}
			tasks.forEach(pool::execute);
			pool.shutdown();
			assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
			job.succeed();
			jobs.close();
			assertThat(byName(jobs.summary("job-1"), "task").get("count").getAsInt()).isEqualTo(200);
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void whatHasNotEndedWithTheJobHasNoEnd() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			Recording lost = jobs.recorder.span("lost").start(job.context());
			job.succeed();
			lost.succeed();
			jobs.recorder.span("late").start(job.context()).succeed();
			jobs.close();
			assertThat(byName(jobs.summary("job-1"), "lost").get("mean_duration").isJsonNull()).isTrue();
			assertThat(byName(jobs.summary("job-1"), "lost").get("count").getAsInt()).isEqualTo(1);
			assertThat(jobs.spans("job-1")).hasSize(2);
			assertThat(jobs.spans("job-1").get(0).get("duration").isJsonNull()).isTrue();
		}
	}

	@Test
	void theNumbersAreRightWhenTheDiskIsTooSlowForTheLines() throws Exception {
		CountDownLatch disk = new CountDownLatch(1);
		Redaction slow = new Redaction(RedactionSettings.defaults(), List.of(new Blocking(disk)));
		int tasks = ReportWriter.MAX_WAITING + 1_000;
		try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory), slow, null)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			jobs.recorder.span("first").start(job.context()).attribute("wait", "here").succeed();
			for (int i = 0; i < tasks; i++) {
				jobs.recorder.span("task").start(job.context()).succeed();
			}
			job.succeed();
			disk.countDown();
			jobs.close();
			JsonObject summary = jobs.summary("job-1");
			assertThat(byName(summary, "task").get("count").getAsInt()).isEqualTo(tasks);
			assertThat(summary.get("truncated_spans").getAsInt()).isPositive();
			assertThat(jobs.spans("job-1")).hasSize(tasks + 2 - summary.get("truncated_spans").getAsInt());
		}
	}

	@Test
	void secretsAreReplacedEverywhere() {
		Redaction redaction = new Redaction(RedactionSettings.defaults(), List.of());
		try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory), redaction, null)) {
			Recording job = jobs.recorder.job("of jane@example.com", "for jane@example.com")
				.id("jane@example.com")
				.start();
			jobs.recorder.span("mail jane@example.com")
				.start(job.context())
				.attribute("to", "jane@example.com")
				.attribute("auth.token", 12345)
				.event("sent to jane@example.com", Map.of("to", "jane@example.com"))
				.succeed();
			job.fail(new IllegalStateException("no such user: jane@example.com"));
			jobs.recorder.job("mails", "mail").start().fail("refused_by_jane@example.com");
			jobs.recorder.job("mails", "mail").start().skip("locked by jane@example.com");
			jobs.close();
			assertThat(jobs.names()).hasSize(3).noneMatch((name) -> name.contains("jane"));
			assertThat(jobs.names()).extracting(jobs::report).allSatisfy((report) -> {
				assertThat(ReportedJobs.read(report.resolve("summary.json"))).doesNotContain("jane", "12345");
				assertThat(ReportedJobs.read(report.resolve("spans.jsonl"))).doesNotContain("jane", "12345");
			});
		}
	}

	@Test
	void onlyTypesThatAreAskedForAreReported() {
		ReportSettings settings = new ReportSettings(this.directory, Set.of("import"), 10, Duration.ofDays(1), 10);
		try (ReportedJobs jobs = new ReportedJobs(settings, null, null)) {
			jobs.recorder.job("nightly", "import").id("yes").run((job) -> {
			});
			jobs.recorder.job("nightly", "export").id("no").run((job) -> {
			});
			jobs.close();
			assertThat(jobs.names()).containsExactly("yes");
		}
	}

	@Test
	void hostileIdsLeadNowhereElse() {
		List<String> hostile = List.of("../../etc/passwd", "..", ".", "/tmp/x", "a\0b", "a\nb", "con\\x",
				"x".repeat(500), "%2E%2E", "é", "-rf", "~");
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			hostile.forEach((id) -> jobs.recorder.job("nightly", "import").id(id).run((job) -> {
			}));
			jobs.close();
			assertThat(ReportedJobs.names(this.directory)).containsExactly("jobs");
			assertThat(jobs.names()).hasSameSizeAs(hostile).allMatch((name) -> name.matches("[A-Za-z0-9._%~-]{1,128}"));
			assertThat(jobs.names()).doesNotContain(".", "..");
			assertThat(jobs.names()).extracting((name) -> jobs.summary(name).get("job_id").getAsString())
				.contains("../../etc/passwd", "..", "a\0b");
		}
	}

	@Test
	void longIdsThatBeginAlikeHaveReportsOfTheirOwn() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			String begin = "x".repeat(200);
			List.of(begin, begin + "1", begin + "2")
				.forEach((id) -> jobs.recorder.job("nightly", "import").id(id).run((job) -> {
				}));
			jobs.close();
			assertThat(jobs.names()).hasSize(3);
			assertThat(jobs.names()).extracting((name) -> jobs.summary(name).get("job_id").getAsString())
				.contains(begin)
				.allMatch((id) -> id.length() <= 200);
		}
	}

	@Test
	void nobodyElseCanReadReports() throws Exception {
		try (ReportedJobs jobs = new ReportedJobs(this.directory.resolve("new"))) {
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
			});
			jobs.close();
			Path report = jobs.report("job-1");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report))).isEqualTo("rwx------");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report.resolve("spans.jsonl"))))
				.isEqualTo("rw-------");
		}
	}

	@Test
	void theCriticalPathOfAllNamesIsAsLongAsTheJob() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").startEarlier(Duration.ofSeconds(10));
			try (Scope scope = job.enter()) {
				jobs.recorder.span("gather").record(Duration.ofSeconds(8), true);
				jobs.recorder.span("check").record(Duration.ofSeconds(3), true);
			}
			job.succeed();
			jobs.close();
			JsonObject summary = jobs.summary("job-1");
			double gather = byName(summary, "gather").get("critical_duration").getAsDouble();
			double check = byName(summary, "check").get("critical_duration").getAsDouble();
			double own = byName(summary, "job.run").get("critical_duration").getAsDouble();
			assertThat(gather + check + own).isEqualTo(summary.get("wall_duration").getAsDouble(), within(1e-6));
		}
	}

	/**
	 * Finds nothing, but only once it may.
	 */
	private record Blocking(CountDownLatch disk) implements SecretDetector {

		@Override
		public String kind() {
			return "blocking";
		}

		@Override
		public @Nullable TextRange find(CharSequence text, int from) {
			if ("here".contentEquals(text)) {
				await();
			}
			return null;
		}

		private void await() {
			try {
				this.disk.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
