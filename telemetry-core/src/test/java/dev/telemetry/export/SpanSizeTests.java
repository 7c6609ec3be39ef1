package dev.telemetry.export;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.health.SpanFootprint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanSize}: a batch that is thought smaller than it is would be refused
 * whole.
 */
class SpanSizeTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final List<String> LETTERS = List.of("a", "\u0000", "\n", "é", "€", "\uD83D\uDE00", "\uD83D",
			"\uDE00");

	@ParameterizedTest
	@MethodSource("contents")
	void isNotSmallerThanTheSpanOnTheWire(Consumer<Span> content) {
		SpanData span = TestTraces.data(content);
		assertThat(SpanSize.bytes(span)).isGreaterThanOrEqualTo(WireFormat.bytes(span));
	}

	static List<Consumer<Span>> contents() {
		TraceState state = longTraceState();
		SpanContext linked = SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), state);
		return List.of((span) -> {
		}, (span) -> span.setStatus(StatusCode.ERROR, "é".repeat(10_000)), (span) -> span.updateName("€".repeat(500)),
				(span) -> span.setAttribute("text", "\uD83D\uDE00".repeat(5_000)),
				(span) -> span.setAttribute("lone", "\uD83D".repeat(5_000)),
				(span) -> span.setAttribute(AttributeKey.longArrayKey("numbers"),
						IntStream.range(0, 5_000).mapToObj((i) -> Long.MIN_VALUE + i).toList()),
				(span) -> span.setAttribute(AttributeKey.booleanArrayKey("flags"), Collections.nCopies(5_000, true)),
				(span) -> span.setAttribute(AttributeKey.doubleArrayKey("parts"), Collections.nCopies(5_000, 0.5)),
				(span) -> span.setAttribute(AttributeKey.stringArrayKey("texts"), Collections.nCopies(5_000, "é")),
				(span) -> span.setAttribute(AttributeKey.valueKey("digits"),
						Value.of(Collections.nCopies(5_000, Value.of(1L)))),
				(span) -> span.setAttribute(AttributeKey.valueKey("parts"),
						Value.of(Collections.nCopies(5_000, Value.of(0.5)))),
				(span) -> span.setAttribute(AttributeKey.valueKey("lists"),
						Value.of(Collections.nCopies(5_000, Value.of(List.<Value<?>>of())))),
				(span) -> span.setAttribute(AttributeKey.valueKey("members"),
						Value.of(IntStream.range(0, 5_000)
							.mapToObj((i) -> KeyValue.of("k", Value.of(true)))
							.toArray(KeyValue[]::new))),
				(span) -> span.setAttribute(AttributeKey.valueKey("binary"), Value.of(new byte[10_000])),
				(span) -> IntStream.range(0, 128)
					.forEach((i) -> span.addEvent("event " + i, Attributes.of(AttributeKey.longKey("n"), -1L))),
				(span) -> IntStream.range(0, 128).forEach((i) -> span.addLink(linked)));
	}

	@Test
	void countsTheTraceState() {
		SpanData plain = TestTraces.data((span) -> {
		});
		SpanData span = new DelegatingSpanData(plain) {

			@Override
			public SpanContext getSpanContext() {
				return SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), longTraceState());
			}

		};
		assertThat(SpanSize.bytes(span)).isGreaterThanOrEqualTo(WireFormat.bytes(span));
	}

	@Test
	void isNotSmallerThanRandomSpans() {
		SplittableRandom random = new SplittableRandom(6);
		for (int i = 0; i < 500; i++) {
			SpanData span = TestTraces.data((work) -> fill(work, random));
			assertThat(SpanSize.bytes(span)).isGreaterThanOrEqualTo(WireFormat.bytes(span));
		}
	}

	@Test
	void isNotMuchLargerThanALongText() {
		SpanData span = TestTraces.data((work) -> work.setAttribute("text", "x".repeat(1_000_000)));
		assertThat(SpanSize.bytes(span)).isLessThan(1_001_000);
	}

	@Test
	@Timeout(20)
	void isNotLostInAValueThatIsHeldManyTimes() {
		Value<?> value = Value.of("");
		for (int i = 0; i < SpanFootprint.MAX_DEPTH - 2; i++) {
			value = Value.of(value, value);
		}
		Value<?> wide = value;
		SpanData span = TestTraces.data((work) -> work.setAttribute(AttributeKey.valueKey("key"), wide));
		assertThat(SpanSize.bytes(span)).isEqualTo(Long.MAX_VALUE);
	}

	private static void fill(Span span, SplittableRandom random) {
		span.updateName(text(random));
		span.setAllAttributes(attributes(random));
		for (int i = random.nextInt(5); i > 0; i--) {
			span.addEvent(text(random), attributes(random));
		}
		for (int i = random.nextInt(3); i > 0; i--) {
			span.addLink(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault()),
					attributes(random));
		}
		if (random.nextBoolean()) {
			span.setStatus(StatusCode.ERROR, text(random));
		}
	}

	private static Attributes attributes(SplittableRandom random) {
		AttributesBuilder attributes = Attributes.builder();
		for (int i = random.nextInt(20); i > 0; i--) {
			String key = text(random);
			switch (random.nextInt(6)) {
				case 0 -> attributes.put(key, text(random));
				case 1 -> attributes.put(key, random.nextLong());
				case 2 -> attributes.put(key, random.nextDouble());
				case 3 -> attributes.put(key, text(random), text(random));
				case 4 -> attributes.put(key, random.nextLong(), random.nextLong(), random.nextLong());
				default -> attributes.put(AttributeKey.valueKey(key), Value.of(Value.of(text(random)), Value.of(1L)));
			}
		}
		return attributes.build();
	}

	private static String text(SplittableRandom random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(40); i > 0; i--) {
			text.append(LETTERS.get(random.nextInt(LETTERS.size())));
		}
		return text.toString();
	}

	private static TraceState longTraceState() {
		TraceStateBuilder state = TraceState.builder();
		for (int i = 0; i < 32; i++) {
			state.put("k" + i + "x".repeat(250), "v".repeat(256));
		}
		return state.build();
	}

}
