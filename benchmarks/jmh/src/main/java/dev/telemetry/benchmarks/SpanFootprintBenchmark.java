package dev.telemetry.benchmarks;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.telemetry.health.SpanFootprint;

/**
 * What it costs a thread of the application to measure a span that is kept, before it is
 * handed over.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class SpanFootprintBenchmark {

	private final ReadableSpan request = span(false);

	private final ReadableSpan failure = span(true);

	private static ReadableSpan span(boolean failed) {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			Span span = provider.get("benchmark").spanBuilder("http.server").startSpan();
			span.setAllAttributes(RequestTexts.attributes().build());
			if (failed) {
				span.addEvent("exception",
						Attributes.builder()
							.put("exception.type", "java.lang.IllegalStateException")
							.put("exception.message", "no price for item 4711")
							.put("exception.stacktrace", RequestTexts.stackTrace())
							.build());
			}
			span.end();
			return (ReadableSpan) span;
		}
	}

	/**
	 * Measures a span with 13 attributes.
	 * @return its size
	 */
	@Benchmark
	public long attributes() {
		return SpanFootprint.of(this.request);
	}

	/**
	 * Measures a span with 13 attributes and an exception.
	 * @return its size
	 */
	@Benchmark
	public long stackTraceToo() {
		return SpanFootprint.of(this.failure);
	}

}
