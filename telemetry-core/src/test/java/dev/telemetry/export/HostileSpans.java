package dev.telemetry.export;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.UnexportedSpans;

/**
 * Spans for tests of formats: with all that a span may have, and with text that formats
 * stumble over.
 */
public final class HostileSpans {

	/** Breaks lines, quotes, and goes beyond what fits into two bytes. */
	public static final String TEXT = "a\"b\\c\n\r\t\b\f\u0000\u001f\u007f\u0085\u2028\u2029 ä € 😀 </script> TELEMETRY:{}";

	private HostileSpans() {
	}

	/**
	 * Spans of several resources' scopes with everything.
	 */
	public static List<SpanData> all() {
		return List.of(rich(SpanKind.SERVER, StatusCode.ERROR, 1), rich(SpanKind.CLIENT, StatusCode.OK, 2),
				rich(SpanKind.INTERNAL, StatusCode.UNSET, 3), rich(SpanKind.PRODUCER, StatusCode.UNSET, 1),
				rich(SpanKind.CONSUMER, StatusCode.ERROR, 2), plain("plain"));
	}

	/**
	 * Spans that have little but a name: {@code prefix}, a hyphen, and a number from 0.
	 */
	public static List<SpanData> numbered(String prefix, int number) {
		Tracer tracer = tracer(1);
		return IntStream.range(0, number).mapToObj((i) -> end(tracer.spanBuilder(prefix + "-" + i))).toList();
	}

	public static SpanData plain(String name) {
		return end(tracer(1).spanBuilder(name));
	}

	public static SpanData withAttribute(String key, Object value) {
		return end(tracer(1).spanBuilder("s").setAttribute(AttributeKey.stringKey(key), value.toString()));
	}

	public static SpanData withValue(String key, Value<?> value) {
		return end(tracer(1).spanBuilder("s").setAttribute(AttributeKey.valueKey(key), value));
	}

	/**
	 * A value within as many others.
	 */
	public static Value<?> deep(int depth) {
		Value<?> deep = Value.of("deep");
		for (int i = 0; i < depth; i++) {
			deep = Value.of(List.of(deep));
		}
		return deep;
	}

	/**
	 * A span whose parent was called with a trace state.
	 */
	public static SpanData below(TraceState state) {
		SpanContext parent = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), state);
		return end(tracer(1).spanBuilder("below").setParent(Context.root().with(Span.wrap(parent))));
	}

	private static SpanData end(SpanBuilder builder) {
		Span span = builder.startSpan();
		span.end();
		return ((ReadableSpan) span).toSpanData();
	}

	private static SpanData rich(SpanKind kind, StatusCode status, int scope) {
		Span span = tracer(scope).spanBuilder("GET " + TEXT)
			.setSpanKind(kind)
			.setParent(Context.root().with(Span.wrap(remote("b7ad6b7169203331"))))
			.addLink(remote("b7ad6b7169203332"), attributes())
			.addLink(SpanContext.getInvalid())
			.addLink(remote("b7ad6b7169203333"))
			.addLink(remote("b7ad6b7169203334"))
			.setStartTimestamp(1_700_000_000_123_456_789L, TimeUnit.NANOSECONDS)
			.startSpan();
		span.setAllAttributes(attributes());
		span.setStatus(status, (status == StatusCode.ERROR) ? TEXT : "");
		span.recordException(failure());
		span.addEvent(TEXT, attributes());
		span.addEvent("no attributes");
		span.addEvent("one too many");
		span.end(1_700_000_000_123_456_789L + Duration.ofSeconds(3).toNanos(), TimeUnit.NANOSECONDS);
		return ((ReadableSpan) span).toSpanData();
	}

	private static Throwable failure() {
		Throwable failure = new IllegalStateException(TEXT);
		failure.setStackTrace(Arrays.copyOf(failure.getStackTrace(), 3));
		return failure;
	}

	private static SpanContext remote(String spanId) {
		return SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", spanId, TraceFlags.getSampled(),
				TraceState.builder().put("ot", "th:8").put("vendor", "a b").build());
	}

	private static Attributes attributes() {
		return Attributes.builder()
			.put("text", TEXT)
			.put("empty", "")
			.put(TEXT, "key")
			.put("true", true)
			.put("long", Long.MIN_VALUE)
			.put("more than a double holds", (1L << 53) + 1)
			.put("double", 0.1)
			.put("tiny", Double.MIN_VALUE)
			.put("whole", 1.0)
			.put("nan", Double.NaN)
			.put("infinite", Double.POSITIVE_INFINITY)
			.put("minus infinite", Double.NEGATIVE_INFINITY)
			.put("texts", "a", TEXT, "")
			.put("texts with a gap", "a", null, "b")
			.put("truths", true, false)
			.put("longs", 1, Long.MAX_VALUE)
			.put("doubles", 1.5, -2.5e-7)
			.put(AttributeKey.stringArrayKey("none"), List.of())
			.put(AttributeKey.valueKey("value"), value())
			.build();
	}

	// A resource takes nothing but ASCII for a key.
	private static Attributes resource() {
		return attributes().toBuilder()
			.put("service.name", "shop")
			.removeIf((key) -> key.getKey().equals(TEXT))
			.build();
	}

	private static Value<?> value() {
		return Value.of(KeyValue.of("bytes", Value.of(new byte[] { 0, -1, 63, 127 })),
				KeyValue.of(TEXT, Value.of(Value.of(TEXT), Value.of(1), Value.of(0.5), Value.of(true), Value.empty())),
				KeyValue.of("map", Value.of(KeyValue.of("nan", Value.of(Double.NaN)))));
	}

	private static Tracer tracer(int scope) {
		SdkTracerProvider provider = UnexportedSpans.provider()
			.setResource(Resource.create(resource(), "https://example.com/" + (scope & 1)))
			.setSpanLimits(SpanLimits.builder()
				.setMaxNumberOfAttributes(19)
				.setMaxNumberOfAttributesPerLink(5)
				.setMaxNumberOfAttributesPerEvent(16)
				.setMaxNumberOfEvents(3)
				.setMaxNumberOfLinks(2)
				.build())
			.build();
		return provider.tracerBuilder("scope " + scope)
			.setInstrumentationVersion("1." + scope)
			.setSchemaUrl((scope > 1) ? "https://example.com/scope" : "")
			.build();
	}

}
