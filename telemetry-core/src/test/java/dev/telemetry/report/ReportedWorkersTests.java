package dev.telemetry.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.decision.TraceAndJobAdopter;
import dev.telemetry.health.ReportCounts.Outcome;
import dev.telemetry.record.Recording;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans of other processes in the reports of jobs.
 */
class ReportedWorkersTests {

	private static final String UNKNOWN = "00f067aa0ba902b7";

	@TempDir
	Path directory;

	private static ReadableSpan ended(String name, SpanContext parent) {
		try (SdkTracerProvider worker = UnexportedSpans.provider().setSampler(Sampler.alwaysOn()).build()) {
			Span span = worker.get("worker")
				.spanBuilder(name)
				.setParent(Context.root().with(Span.wrap(parent)))
				.startSpan();
			span.end();
			return (ReadableSpan) span;
		}
	}

	private static SpanContext remote(SpanContext span, String spanId) {
		return SpanContext.createFromRemoteParent(span.getTraceId(), spanId, span.getTraceFlags(),
				span.getTraceState());
	}

	private static SpanContext context(Recording recording) {
		return Span.fromContext(recording.context()).getSpanContext();
	}

	private static List<String> names(ReportedJobs jobs, String id) {
		return jobs.spans(id).stream().map((span) -> span.get("name").getAsString()).toList();
	}

	@Test
	void spansOfAWorkerAreInTheReportOfTheJobThatRanIt() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			SpanAdopter adopter = jobs.reports.adopter();
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			Recording run = jobs.recorder.span("worker.run").start(job.context());
			SpanContext owner = context(run);
			assertThat(adopter.isOpen(owner.getTraceId())).isTrue();
			assertThat(adopter.adopt(owner, ended("score", owner))).isTrue();
			run.succeed();
			job.succeed();
			jobs.reports.finish();
			assertThat(adopter.isOpen(owner.getTraceId())).isFalse();
			assertThat(adopter.adopt(owner, ended("late", owner))).isFalse();
			jobs.close();
			assertThat(names(jobs, "job-1")).containsExactly("score", "worker.run", "job.run");
			assertThat(jobs.summary("job-1").getAsJsonObject("by_name").keySet()).contains("score");
			assertThat(jobs.spans("job-1").get(0).get("parent_span_id").getAsString()).isEqualTo(owner.getSpanId());
		}
	}

	@Test
	void aLineThatComesJustAfterTheEndOfItsJobIsInTheReport() {
		try (ReportedJobs jobs = ReportedJobs.waiting(this.directory, Duration.ofHours(1))) {
			SpanAdopter adopter = jobs.reports.adopter();
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			SpanContext run = context(jobs.recorder.span("worker.run").start(job.context()));
			SpanContext elsewhere = remote(run, UNKNOWN);
			assertThat(adopter.isOpen(run.getTraceId())).isTrue();
			job.succeed();
			assertThat(adopter.adopt(run, ended("of its own worker", run))).isTrue();
			assertThat(adopter.adopt(elsewhere, ended("of a pool", elsewhere))).isTrue();
			SpanContext request = SpanContext.create(run.getTraceId(), UNKNOWN, run.getTraceFlags(),
					run.getTraceState());
			assertThat(adopter.adopt(request, ended("of a request", request))).isFalse();
			jobs.close();
			assertThat(names(jobs, "job-1")).containsExactly("of its own worker", "of a pool", "worker.run", "job.run");
			assertThat(jobs.summary("job-1").get("total_spans").getAsInt()).isEqualTo(4);
		}
	}

	@Test
	void aReportIsWrittenWhenItHasWaitedLongEnough() {
		try (ReportedJobs jobs = ReportedJobs.waiting(this.directory, Duration.ofMillis(1))) {
			assertThat(jobs.reports.adopter().isOpen("4bf92f3577b34da6a3ce929d0e0e4736")).isFalse();
			jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
			});
			jobs.awaitWritten(1);
		}
	}

	@Test
	void onlySoManyReportsWait() {
		int many = JobReports.MAX_JOBS / 2 + 20;
		try (ReportedJobs jobs = ReportedJobs.waiting(this.directory, Duration.ofHours(1))) {
			assertThat(jobs.reports.adopter().isOpen("4bf92f3577b34da6a3ce929d0e0e4736")).isFalse();
			for (int i = 0; i < many; i++) {
				jobs.recorder.job("nightly", "import").id("job-" + i).run((job) -> {
				});
				if (i >= JobReports.MAX_JOBS / 2) {
					jobs.awaitWritten(i - JobReports.MAX_JOBS / 2 + 1);
				}
			}
			jobs.close();
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(many);
			assertThat(jobs.count(Outcome.FAILED)).isZero();
		}
	}

	@Test
	void aSpanBelowOneThatTheWorkerHasNotEndedBelongsToTheOnlyJobOfItsTrace() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			SpanContext outer = remote(context(job), UNKNOWN);
			assertThat(jobs.reports.adopter().adopt(outer, ended("inner", outer))).isTrue();
			job.succeed();
			jobs.close();
			assertThat(names(jobs, "job-1")).containsExactly("inner", "job.run");
		}
	}

	@Test
	void aSpanThatMayBelongToTwoJobsOrToARequestOfTheTraceIsInNoReport() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording first = jobs.recorder.job("nightly", "import").id("first").start();
			SpanContext unknown = remote(context(first), UNKNOWN);
			SpanContext request = SpanContext.create(unknown.getTraceId(), UNKNOWN, unknown.getTraceFlags(),
					unknown.getTraceState());
			assertThat(jobs.reports.adopter().adopt(request, ended("of a request", request))).isFalse();
			Recording second = jobs.recorder.job("nightly", "import")
				.id("second")
				.start(Context.root().with(Span.wrap(unknown)));
			assertThat(jobs.reports.adopter().adopt(unknown, ended("of whom", unknown))).isFalse();
			second.succeed();
			first.succeed();
			jobs.close();
			assertThat(names(jobs, "first")).containsExactly("job.run");
			assertThat(names(jobs, "second")).containsExactly("job.run");
		}
	}

	@Test
	void whatAnOpenTraceRefusesIsInNoReportAndWhatNothingHoldsIs() {
		try (ReportedJobs jobs = new ReportedJobs(this.directory)) {
			Recording job = jobs.recorder.job("nightly", "import").id("job-1").start();
			SpanContext owner = context(job);
			SpanAdopter refusing = new SpanAdopter() {

				@Override
				public boolean isOpen(String traceId) {
					return true;
				}

				@Override
				public boolean adopt(SpanContext above, ReadableSpan span) {
					return false;
				}

			};
			SpanAdopter reports = jobs.reports.adopter();
			assertThat(new TraceAndJobAdopter(refusing, reports).adopt(owner, ended("twice", owner))).isFalse();
			assertThat(new TraceAndJobAdopter(SpanAdopter.NONE, reports).adopt(owner, ended("once", owner))).isTrue();
			job.succeed();
			jobs.close();
			assertThat(names(jobs, "job-1")).containsExactly("once", "job.run");
		}
	}

}
