package dev.telemetry.export.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.UnexportedSpans;

/**
 * Spans with ids from 1 and with times that the test chooses.
 */
final class DrawnSpans {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final long START = TimeUnit.SECONDS
		.toNanos(Instant.parse("2026-11-21T05:23:28.139Z").getEpochSecond()) + Duration.ofMillis(139).toNanos();

	private final List<SpanData> ended = new ArrayList<>();

	private final SdkTracerProvider provider = UnexportedSpans.provider()
		.setResource(Resource.builder().put("service.name", "shop").build())
		.setIdGenerator(new CountedIds())
		.build();

	/**
	 * Adds a span.
	 * @param parent the number of its parent, or 0
	 * @param startMillis when it starts
	 * @param millis how long it takes
	 */
	DrawnSpans add(int parent, String name, SpanKind kind, long startMillis, double millis, Consumer<Span> content) {
		long start = START + TimeUnit.MILLISECONDS.toNanos(startMillis);
		Context context = (parent > 0) ? Context.root().with(Span.wrap(context(parent))) : Context.root();
		Span span = this.provider.get("test")
			.spanBuilder(name)
			.setSpanKind(kind)
			.setParent(context)
			.setStartTimestamp(start, TimeUnit.NANOSECONDS)
			.startSpan();
		content.accept(span);
		span.end(start + (long) (millis * TimeUnit.MILLISECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
		this.ended.add(((ReadableSpan) span).toSpanData());
		return this;
	}

	DrawnSpans add(int parent, String name) {
		return add(parent, name, SpanKind.INTERNAL, this.ended.size(), 1, (span) -> {
		});
	}

	List<SpanData> inReverse() {
		List<SpanData> reversed = new ArrayList<>();
		this.ended.forEach((span) -> reversed.add(0, span));
		return reversed;
	}

	static String id(int number) {
		return String.format("%016x", number);
	}

	private static SpanContext context(int number) {
		return SpanContext.create(TRACE_ID, id(number), TraceFlags.getSampled(), TraceState.getDefault());
	}

	private static final class CountedIds implements IdGenerator {

		private int last;

		@Override
		public String generateSpanId() {
			return id(++this.last);
		}

		@Override
		public String generateTraceId() {
			return TRACE_ID;
		}

	}

}
