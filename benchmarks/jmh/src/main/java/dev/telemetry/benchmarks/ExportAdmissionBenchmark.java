package dev.telemetry.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import dev.telemetry.export.ExportTarget;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.export.SpanPipelines;

/**
 * What it costs a thread of the application to hand over a trace that is kept and has
 * been measured: admission and the queue. What is allocated is the queue, once for each
 * iteration; a test says that handing over allocates nothing. With {@code full}, the
 * queue has no room.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ExportAdmissionBenchmark.TRACES)
@Warmup(iterations = 30)
@Measurement(iterations = 20)
@Fork(1)
public class ExportAdmissionBenchmark {

	static final int TRACES = 100_000;

	private static final long ROOM_BYTES = 1L << 39;

	private static final long SPAN_BYTES = 2_000;

	/** How many spans a trace has. */
	@Param({ "1", "10" })
	private int spans;

	/** Whether the queue has no room. */
	@Param({ "false", "true" })
	private boolean full;

	private List<ReadableSpan> trace = List.of();

	private @Nullable SpanPipelines pipelines;

	/**
	 * Makes an empty queue.
	 */
	@Setup(Level.Iteration)
	public void start() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(new SpanPipelines(List.of(), PipelineSettings.DEFAULTS, Context.root()))
			.build()) {
			List<ReadableSpan> trace = new ArrayList<>();
			for (int i = 0; i < this.spans; i++) {
				trace.add((ReadableSpan) provider.get("benchmark").spanBuilder("work").startSpan());
			}
			this.trace = trace;
		}
		int room = (this.full) ? this.spans : 4 * this.spans * TRACES;
		PipelineSettings settings = new PipelineSettings(room, ROOM_BYTES, Integer.MAX_VALUE, Long.MAX_VALUE,
				Duration.ofHours(1), Duration.ofSeconds(1), 1, Duration.ofSeconds(1), Duration.ZERO);
		SpanPipelines pipelines = new SpanPipelines(List.of(ExportTarget.of("none", SpanExporter.composite())),
				settings, Context.root());
		pipelines.accept(this.trace);
		this.pipelines = pipelines;
	}

	/**
	 * Ends the thread.
	 */
	@TearDown(Level.Iteration)
	public void stop() {
		if (this.pipelines != null) {
			this.pipelines.shutdown().join(5, TimeUnit.SECONDS);
		}
	}

	/**
	 * Hands over one trace after the other.
	 */
	@Benchmark
	public void handOver() {
		SpanPipelines pipelines = this.pipelines;
		if (pipelines == null) {
			throw new IllegalStateException("Not started");
		}
		for (int i = 0; i < TRACES; i++) {
			pipelines.accept(this.trace, SPAN_BYTES, false);
		}
	}

}
