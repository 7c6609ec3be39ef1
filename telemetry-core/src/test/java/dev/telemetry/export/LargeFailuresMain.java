package dev.telemetry.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SpanLimits;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingLimits;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TailSamplingProcessor;

/**
 * Fails as often as its second argument says, each time with another message of a
 * megabyte, while nobody answers at the OTLP endpoint that is its first argument. Half of
 * the failures are recorded by this library, and half by OpenTelemetry's own API, which
 * keeps the exception. Prints the account, and whether it adds up.
 */
public final class LargeFailuresMain {

	private static final int MESSAGE_LENGTH = 1 << 20;

	private LargeFailuresMain() {
	}

	/**
	 * Fails.
	 * @param args endpoint, number of failures
	 */
	public static void main(String[] args) {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		int failures = Integer.parseInt(args[1]);
		SpanPipelines pipelines = ExportPath.to(args[0], OtlpProtocol.HTTP, PipelineSettings.DEFAULTS,
				PipelineSettings.DEFAULTS.timeout()).pipelines;
		// Each is held until its end, and then kept because it has failed.
		SamplingSettings settings = SamplingSettings.builder().ratio(0).jobRatio(0).maxErrorsPerSecond(100_000).build();
		TailSampler sampler = new TailSampler(new SamplingControl(settings), SamplingLimits.DEFAULT, List::of,
				new SamplingCounts(), new InternalFailures());
		OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(UnexportedSpans.provider()
				.setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(65_536).build())
				.setSampler(new HeadSampler(sampler))
				.addSpanProcessor(
						new TailSamplingProcessor(sampler, List.of(new KeptTraceTarget(pipelines, pipelines::accept))))
				.build())
			.build();
		TelemetryRecorder recorder = new OperationRecorder(openTelemetry, sampler, OperationMeters.NOOP,
				SpanScopes.PLAIN, false, new ContextLeaks(), new InternalFailures());
		Tracer tracer = openTelemetry.getTracer("application");
		for (int i = 0; i < failures; i++) {
			Exception failure = new IllegalStateException(i + "x".repeat(MESSAGE_LENGTH));
			if (i % 2 == 0) {
				fail(recorder, failure);
			}
			else {
				Span span = tracer.spanBuilder("foreign").startSpan();
				span.recordException(failure);
				span.setStatus(StatusCode.ERROR);
				span.end();
			}
		}
		ExporterHealth health = pipelines.health().get(0);
		out.println("balanced=" + health.isBalanced() + " handedOver=" + health.handedOver() + " queued="
				+ health.queued() + " lost=" + health.lost());
		// Nothing is to be waited for at the end.
		Runtime.getRuntime().halt(0);
	}

	private static void fail(TelemetryRecorder recorder, Exception failure) {
		try {
			recorder.job("orders", "import").run((recording) -> {
				throw failure;
			});
		}
		catch (Exception ex) {
			if (ex != failure) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
