package dev.telemetry.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import dev.telemetry.export.otlp.OtlpProtocol;
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
 * A sampled job that makes as many spans as its second argument says, sends them to the
 * OTLP endpoint that is its first, and then goes on without any until it is killed.
 */
public final class SampledJobMain {

	private SampledJobMain() {
	}

	/**
	 * Works.
	 * @param args endpoint, number of spans
	 * @throws Exception if it cannot
	 */
	public static void main(String[] args) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		SpanPipelines pipelines = ExportPath.to(args[0], OtlpProtocol.HTTP, ExportPath.PATIENT,
				ExportPath.PATIENT.timeout()).pipelines;
		TailSampler sampler = new TailSampler(new SamplingControl(SamplingSettings.builder().ratio(1.0).build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), new InternalFailures());
		Tracer tracer = SdkTracerProvider.builder()
			.setSampler(new HeadSampler(sampler))
			.addSpanProcessor(
					new TailSamplingProcessor(sampler, List.of(new KeptTraceTarget(pipelines, pipelines::accept))))
			.build()
			.get("test");
		Span job = tracer.spanBuilder("job").startSpan();
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			tracer.spanBuilder("row").setParent(Context.root().with(job)).startSpan().end();
		}
		out.println("done");
		// Ends with the test, whatever happens to it.
		while (System.in.read() >= 0) {
			out.println("goes on");
		}
	}

}
