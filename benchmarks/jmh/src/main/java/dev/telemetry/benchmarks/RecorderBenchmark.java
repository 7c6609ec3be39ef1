package dev.telemetry.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.metrics.MicrometerOperationMeters;
import dev.telemetry.metrics.OperationMeterSettings;
import dev.telemetry.record.Operation;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.record.TelemetryRecorder;

/**
 * A call to another service, recorded by the recorder in one line, and by hand with
 * OpenTelemetry and Micrometer: a span with the same attributes and a timer that is kept.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class RecorderBenchmark {

	private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("external.service");

	private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("external.operation");

	private static final AttributeKey<String> SERVICE_PEER_NAME = AttributeKey.stringKey("service.peer.name");

	private static final AttributeKey<String> PEER_SERVICE = AttributeKey.stringKey("peer.service");

	private static final AttributeKey<Double> DURATION = AttributeKey.doubleKey("external.duration_seconds");

	private static final AttributeKey<Boolean> SUCCESS = AttributeKey.booleanKey("external.success");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Tracer tracer;

	private final Timer timer;

	private final TelemetryRecorder recorder;

	private final Operation call;

	private final TelemetryRecorder off = TelemetryRecorder.noop();

	private int price = 42;

	/**
	 * Sets OpenTelemetry up. What ends goes to a processor that does nothing.
	 */
	public RecorderBenchmark() {
		OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.addSpanProcessor(new SpanPipelines(List.of(), PipelineSettings.DEFAULTS, Context.root()))
				.build())
			.build();
		this.tracer = openTelemetry.getTracer("by hand");
		this.timer = Timer.builder("by.hand").tags("service", "partner", "operation", "price").register(this.registry);
		this.recorder = new OperationRecorder(openTelemetry, RootDecider.BY_SAMPLER,
				new MicrometerOperationMeters(this.registry, new OperationMeterSettings(List.of(), List.of())),
				SpanScopes.PLAIN, false, new ContextLeaks(), new InternalFailures());
		this.call = this.recorder.externalCall("partner", "price");
	}

	/**
	 * As one would write it without the recorder.
	 * @return the result
	 */
	@Benchmark
	public int byHand() {
		long start = System.nanoTime();
		Span span = this.tracer.spanBuilder("external.api.call").setSpanKind(SpanKind.CLIENT).startSpan();
		try (io.opentelemetry.context.Scope ignored = span.makeCurrent()) {
			return this.price;
		}
		finally {
			long nanos = System.nanoTime() - start;
			this.timer.record(nanos, TimeUnit.NANOSECONDS);
			span.setAttribute(SERVICE, "partner")
				.setAttribute(OPERATION, "price")
				.setAttribute(SERVICE_PEER_NAME, "partner")
				.setAttribute(PEER_SERVICE, "partner")
				.setAttribute(DURATION, nanos / 1e9)
				.setAttribute(SUCCESS, true);
			span.end();
		}
	}

	/**
	 * In one line.
	 * @return the result
	 */
	@Benchmark
	public int inOneLine() {
		return this.recorder.externalCall("partner", "price").call((recording) -> this.price);
	}

	/**
	 * By an operation that is kept.
	 * @return the result
	 */
	@Benchmark
	public int kept() {
		return this.call.call((recording) -> this.price);
	}

	/**
	 * With the recorder of an application whose telemetry is off.
	 * @return the result
	 */
	@Benchmark
	public int off() {
		return this.off.externalCall("partner", "price").call((recording) -> this.price);
	}

}
