package dev.telemetry.export;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it takes a thread of the application to hand over a trace.
 */
@NoTelemetryLeaks
class HandOverTests {

	private static final int TRACES = 20_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void allocatesNothing() {
		List<ReadableSpan> trace = List.of(span(), span());
		SpanPipelines pipelines = new SpanPipelines(List.of(ExportTarget.of("none", SpanExporter.composite())),
				PipelineSettings.DEFAULTS, Context.root());
		handOver(pipelines, trace);
		long before = this.threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		handOver(pipelines, trace);
		long allocated = this.threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		pipelines.shutdown().join(10, TimeUnit.SECONDS);
		// Whatever is not done for each of them does not count.
		assertThat(allocated).isLessThan(TRACES);
	}

	private static void handOver(SpanPipelines pipelines, List<ReadableSpan> trace) {
		for (int i = 0; i < TRACES; i++) {
			pipelines.accept(trace, 1_000, false);
		}
	}

	private static ReadableSpan span() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(new SpanPipelines(List.of(), PipelineSettings.DEFAULTS, Context.root()))
			.build()) {
			Span span = provider.get("test").spanBuilder("work").startSpan();
			span.end();
			return (ReadableSpan) span;
		}
	}

}
