package dev.telemetry.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingLimits;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TailSamplingProcessor;

/**
 * A trace that is dropped and one that is kept by the tail sampler, and one with nothing
 * but OpenTelemetry, which records its spans only. The price of the decision is the
 * difference; with {@code -prof gc}, {@code gc.alloc.rate.norm} is in bytes a trace. With
 * {@code -t 2} it shows whether the sampler scales.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TailSamplingBenchmark {

	/** How many spans there are below the root. */
	@Param({ "0", "1", "10" })
	public int children;

	/** What becomes of the trace. */
	@Param
	public Fate fate = Fate.RECORDED;

	private @Nullable SdkTracerProvider provider;

	private @Nullable Tracer tracer;

	/**
	 * Sets up OpenTelemetry.
	 */
	@Setup
	public void start() {
		SdkTracerProvider provider = switch (this.fate) {
			case RECORDED -> SdkTracerProvider.builder().setSampler(new RecordOnly()).build();
			case DROPPED -> sampling(0.0);
			case KEPT -> sampling(1.0);
		};
		this.provider = provider;
		this.tracer = provider.get("benchmark");
	}

	private static SdkTracerProvider sampling(double ratio) {
		TailSampler sampler = new TailSampler(
				new SamplingControl(SamplingSettings.builder().ratio(ratio).routeInterval(Duration.ZERO).build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), new InternalFailures());
		return SdkTracerProvider.builder()
			.setSampler(new HeadSampler(sampler))
			.addSpanProcessor(new TailSamplingProcessor(sampler,
					List.of(new KeptTraceTarget(SpanProcessor.composite(), (trace, bytes, expendable) -> {
					}))))
			.build();
	}

	/**
	 * Shuts OpenTelemetry down.
	 */
	@TearDown
	public void stop() {
		if (this.provider != null) {
			this.provider.close();
		}
	}

	/**
	 * Makes one trace.
	 * @return its root
	 */
	@Benchmark
	public Span trace() {
		Tracer tracer = this.tracer;
		if (tracer == null) {
			throw new IllegalStateException("Not started");
		}
		Span root = tracer.spanBuilder("http.server").setSpanKind(SpanKind.SERVER).startSpan();
		Context context = Context.root().with(root);
		for (int i = 0; i < this.children; i++) {
			tracer.spanBuilder("query").setParent(context).startSpan().end();
		}
		root.end();
		return root;
	}

	/**
	 * What becomes of a trace.
	 */
	public enum Fate {

		/** Its spans are recorded, by OpenTelemetry alone. */
		RECORDED,

		/** It is dropped when its root ends. */
		DROPPED,

		/** It is kept from its start. */
		KEPT

	}

	private static final class RecordOnly implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			return SamplingResult.recordOnly();
		}

		@Override
		public String getDescription() {
			return "RecordOnly";
		}

	}

}
