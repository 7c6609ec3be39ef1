package dev.telemetry.test;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Makes real finished spans.
 */
final class Spans {

	private Spans() {
	}

	static SpanData finished(String name) {
		return finished((span) -> {
		}, name);
	}

	static SpanData finished(Consumer<Span> work) {
		return finished(work, "work");
	}

	static SpanData built(UnaryOperator<SpanBuilder> settings) {
		RecordedSpans recorded = new RecordedSpans();
		settings.apply(recorded.newTracerProvider().get("dev.telemetry.test").spanBuilder("work")).startSpan().end();
		return recorded.single("work");
	}

	static List<SpanData> many(int count) {
		RecordedSpans recorded = new RecordedSpans();
		Tracer tracer = recorded.newTracerProvider().get("dev.telemetry.test");
		for (int i = 0; i < count; i++) {
			tracer.spanBuilder("span " + i).startSpan().end();
		}
		return recorded.spans();
	}

	private static SpanData finished(Consumer<Span> work, String name) {
		RecordedSpans recorded = new RecordedSpans();
		Span span = recorded.newTracerProvider().get("dev.telemetry.test").spanBuilder(name).startSpan();
		work.accept(span);
		span.end();
		return recorded.single(name);
	}

}
