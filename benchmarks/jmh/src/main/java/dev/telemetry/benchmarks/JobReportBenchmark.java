package dev.telemetry.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.privacy.RedactionSettings;
import dev.telemetry.record.JobListener;
import dev.telemetry.record.LogContexts;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.OperationSettings;
import dev.telemetry.record.RecorderExtensions;
import dev.telemetry.record.Recording;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.report.JobReports;
import dev.telemetry.report.ReportSettings;

/**
 * A job of ten tasks of 100 ms, one after the other, with and without a report. The
 * budget is 1 % of its time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class JobReportBenchmark {

	private static final int TASKS = 10;

	private final JobReports reports;

	private final OperationRecorder reported;

	private final OperationRecorder plain;

	/** How long a task waits, in milliseconds: other load does not change that. */
	@Param({ "100", "0" })
	private int taskMillis = 100;

	/**
	 * Sets both recorders up.
	 */
	public JobReportBenchmark() {
		ReportSettings settings = new ReportSettings(directory(), Set.of(), 100_000, Duration.ofDays(1), 10);
		this.reports = new JobReports(settings, new Redaction(RedactionSettings.defaults(), List.of()), null,
				new ReportCounts(), Duration.ofSeconds(8));
		this.reported = recorder(SdkTracerProvider.builder().addSpanProcessor(this.reports).build(), this.reports);
		this.plain = recorder(SdkTracerProvider.builder().build(), JobListener.NONE);
	}

	private static Path directory() {
		try {
			return Files.createTempDirectory("reports");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static OperationRecorder recorder(SdkTracerProvider provider, JobListener jobs) {
		InternalFailures failures = new InternalFailures();
		return new OperationRecorder(OpenTelemetrySdk.builder().setTracerProvider(provider).build(),
				RootDecider.BY_SAMPLER, OperationMeters.NOOP, SpanScopes.PLAIN, OperationSettings.DEFAULTS,
				LogContexts.NONE, RecorderExtensions.none(failures).following(jobs), false, new ContextLeaks(),
				failures);
	}

	/**
	 * Writes what is left.
	 */
	@TearDown
	public void end() {
		this.reports.close();
	}

	/**
	 * A job that leaves a report.
	 */
	@Benchmark
	public void reported() {
		run(this.reported);
	}

	/**
	 * A job that leaves none.
	 */
	@Benchmark
	public void plain() {
		run(this.plain);
	}

	private void run(OperationRecorder recorder) {
		recorder.job("benchmark", "tasks").run((job) -> {
			for (int i = 0; i < TASKS; i++) {
				recorder.span("task").run(this::work);
			}
		});
	}

	private void work(Recording task) {
		task.attribute("rows", 100).attribute("table", "orders");
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(this.taskMillis);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
