package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.names.DataLossAttributes;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.SpanNames;

/**
 * Creates the span that tells a backend what it missed. Its status is an error, so that a
 * sampling collector does not drop it.
 */
final class DataLossSpan {

	private DataLossSpan() {
	}

	static SpanData of(LossGap.Losses losses, String exporter, Resource resource) {
		try (SdkTracerProvider provider = provider(resource)) {
			Span span = provider.get(Instrumentation.SCOPE)
				.spanBuilder(SpanNames.DATA_LOSS)
				.setNoParent()
				.setStartTimestamp(losses.fromMillis(), TimeUnit.MILLISECONDS)
				.setAttribute(DataLossAttributes.EXPORTER, exporter)
				.setAttribute(DataLossAttributes.SPANS, losses.total())
				.startSpan();
			losses.records()
				.forEach((reason, number) -> span.setAttribute(DataLossAttributes.reason(reason.text()), number));
			span.setStatus(StatusCode.ERROR, "Spans are missing: " + losses.total());
			span.end(losses.toMillis(), TimeUnit.MILLISECONDS);
			return ((ReadableSpan) span).toSpanData();
		}
	}

	// From version 1.67 on, OpenTelemetry records nothing without a processor.
	private static SdkTracerProvider provider(Resource resource) {
		return SdkTracerProvider.builder()
			.setResource(resource)
			.addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
			.build();
	}

}
