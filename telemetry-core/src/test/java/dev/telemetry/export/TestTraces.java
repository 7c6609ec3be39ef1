package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.UnexportedSpans;

/**
 * Makes real finished spans as they are handed over to pipelines.
 */
final class TestTraces {

	static final Resource RESOURCE = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "checkout"));

	private static final Tracer TRACER = UnexportedSpans.provider().setResource(RESOURCE).build().get("test");

	private TestTraces() {
	}

	static List<ReadableSpan> trace(int spans) {
		return trace("work", spans);
	}

	static List<ReadableSpan> trace(String name, int spans) {
		return trace(name, spans, (span) -> {
		});
	}

	static List<ReadableSpan> trace(String name, int spans, Consumer<Span> work) {
		List<ReadableSpan> ended = new ArrayList<>(spans);
		Span root = TRACER.spanBuilder(name).setNoParent().startSpan();
		Context parent = Context.root().with(root);
		for (int i = 1; i < spans; i++) {
			Span child = TRACER.spanBuilder(name).setParent(parent).startSpan();
			work.accept(child);
			child.end();
			ended.add((ReadableSpan) child);
		}
		work.accept(root);
		root.end();
		ended.add((ReadableSpan) root);
		return List.copyOf(ended);
	}

	/**
	 * Spans with a value that is nested too deeply to be sent.
	 */
	static List<ReadableSpan> tooDeep(int spans) {
		Value<?> value = Value.of("bottom");
		for (int i = 0; i < 100; i++) {
			value = Value.of(value, Value.of("beside"));
		}
		Value<?> deep = value;
		return trace("deep", spans, (span) -> span.setAttribute(AttributeKey.valueKey("deep"), deep));
	}

	static List<SpanData> data(List<ReadableSpan> trace) {
		return trace.stream().map(ReadableSpan::toSpanData).toList();
	}

	static SpanData data(Consumer<Span> work) {
		return trace("work", 1, work).get(0).toSpanData();
	}

}
