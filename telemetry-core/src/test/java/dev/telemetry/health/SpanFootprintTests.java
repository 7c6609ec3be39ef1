package dev.telemetry.health;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.telemetry.UnexportedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanFootprint}.
 */
class SpanFootprintTests {

	private static final String LONG = "x".repeat(10_000);

	@Test
	void aSpanWithoutAnythingCountsToo() {
		assertThat(bytes((span) -> {
		})).isBetween(500L, 1_000L);
	}

	@Test
	void countsEveryTextThatASpanHolds() {
		assertCounted((span) -> span.setAttribute("key", LONG));
		assertCounted((span) -> span.setAttribute(LONG, 1));
		assertCounted((span) -> span.updateName(LONG));
		assertCounted((span) -> span.setStatus(StatusCode.ERROR, LONG));
		assertCounted((span) -> span.addEvent(LONG));
		assertCounted((span) -> span.addEvent("event", Attributes.of(AttributeKey.stringKey("key"), LONG)));
		assertCounted((span) -> span.addLink(Span.getInvalid().getSpanContext()).recordException(error()));
		assertCounted((span) -> span.setAttribute(AttributeKey.stringArrayKey("key"), List.of("", LONG)));
		assertCounted((span) -> span.setAttribute(AttributeKey.valueKey("key"), Value.of(Value.of(Value.of(LONG)))));
	}

	@Test
	void countsTheExceptionThatAnEventKeepsAndItsCauses() {
		Throwable cause = new IllegalArgumentException(LONG);
		Throwable failure = new IllegalStateException(LONG, cause);
		failure.addSuppressed(new IllegalArgumentException(LONG));
		SpanLimits cut = SpanLimits.builder().setMaxAttributeValueLength(10).build();
		assertThat(bytes(cut, (span) -> span.recordException(failure))).isBetween(3 * 2L * LONG.length(),
				4 * 2L * LONG.length());
	}

	@Test
	void isNotLostInExceptionsThatCauseEachOther() {
		Exception first = new IllegalStateException(LONG);
		first.initCause(new IllegalArgumentException(LONG, first));
		first.addSuppressed(new IllegalArgumentException(LONG, first));
		assertThat(bytes((span) -> span.addLink(Span.getInvalid().getSpanContext()).recordException(first)))
			.isLessThan(100 * 2L * LONG.length());
	}

	@Test
	void anExceptionThatCannotBeReadCountsForWhatWasRead() {
		AtomicBoolean broken = new AtomicBoolean();
		Exception failure = new IllegalStateException() {

			@Override
			public String getMessage() {
				if (broken.get()) {
					throw new IllegalStateException("broken");
				}
				return "fine";
			}

		};
		assertThat(bytes((span) -> {
			span.setAttribute("key", LONG);
			span.recordException(failure);
			broken.set(true);
		})).isGreaterThan(2L * LONG.length());
	}

	private static Throwable error() {
		return new IllegalStateException("A failure", new IllegalArgumentException(LONG));
	}

	private static void assertCounted(Consumer<Span> work) {
		assertThat(bytes(work)).isGreaterThan(2L * LONG.length());
	}

	@Test
	void countsBytesAndNumbers() {
		assertThat(bytes((span) -> span.setAttribute(AttributeKey.valueKey("key"), Value.of(new byte[10_000]))))
			.isGreaterThan(10_000);
		assertThat(bytes((span) -> span.setAttribute(AttributeKey.longArrayKey("key"), Collections.nCopies(500, 1L))))
			.isGreaterThan(500 * 24);
	}

	@Test
	void isNotLostInAValueWithoutEndAndTakesItForTooLarge() {
		Value<?> value = Value.of("");
		for (int i = 0; i < 100_000; i++) {
			value = Value.of(value, Value.of("next to it"));
		}
		Value<?> deep = value;
		assertThat(bytes((span) -> span.setAttribute(AttributeKey.valueKey("key"), deep)))
			.isEqualTo(SpanFootprint.TOO_LARGE);
	}

	@Test
	@Timeout(20)
	void isNotLostInAValueThatIsHeldManyTimes() {
		Value<?> value = Value.of("");
		for (int i = 0; i < SpanFootprint.MAX_DEPTH - 2; i++) {
			value = Value.of(value, value);
		}
		Value<?> wide = value;
		assertThat(bytes((span) -> span.setAttribute(AttributeKey.valueKey("key"), wide)))
			.isEqualTo(SpanFootprint.TOO_LARGE);
	}

	@Test
	void countsWhatIsAsDeepAsItMayBe() {
		Value<?> value = Value.of("x".repeat(1_000));
		for (int i = 0; i < SpanFootprint.MAX_DEPTH - 1; i++) {
			value = Value.of(List.of(value));
		}
		Value<?> deep = value;
		assertThat(bytes((span) -> span.setAttribute(AttributeKey.valueKey("key"), deep))).isBetween(2_000L, 20_000L);
	}

	@Test
	void countsTheTraceStateOfLinks() {
		TraceState state = TraceState.builder().put("key", "x".repeat(200)).build();
		SpanContext linked = SpanContext.create("0123456789abcdef0123456789abcdef", "0123456789abcdef",
				TraceFlags.getSampled(), state);
		long plain = bytes((span) -> span.addLink(SpanContext.create(linked.getTraceId(), linked.getSpanId(),
				TraceFlags.getSampled(), TraceState.getDefault())));
		assertThat(bytes((span) -> span.addLink(linked))).isGreaterThanOrEqualTo(plain + 2 * 203);
	}

	@Test
	void countsTheTraceStateOfTheSpan() {
		TraceState state = TraceState.builder()
			.put("a", "x".repeat(200))
			.put("b", "x".repeat(200))
			.put("c", "x".repeat(200))
			.put("d", "x".repeat(200))
			.put("e", "x".repeat(200))
			.build();
		assertThat(SpanFootprint.of(below(state)) - SpanFootprint.of(below(TraceState.getDefault())))
			.isGreaterThanOrEqualTo(5 * 2 * 201);
		assertThat(SpanFootprint.mayBeLarge(below(state))).isTrue();
		assertThat(SpanFootprint.mayBeLarge(below(TraceState.getDefault()))).isFalse();
	}

	private static ReadableSpan below(TraceState state) {
		try (SdkTracerProvider provider = UnexportedSpans.provider().build()) {
			SpanContext caller = SpanContext.createFromRemoteParent("0123456789abcdef0123456789abcdef",
					"0123456789abcdef", TraceFlags.getSampled(), state);
			Span span = provider.get("test")
				.spanBuilder("work")
				.setParent(Context.root().with(Span.wrap(caller)))
				.startSpan();
			span.end();
			return (ReadableSpan) span;
		}
	}

	@Test
	void takesASpanThatCannotBeReadForAnEmptyOne() {
		ReadableSpan broken = (ReadableSpan) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ReadableSpan.class }, (proxy, method, arguments) -> {
					throw new AssertionError();
				});
		assertThat(SpanFootprint.of(broken)).isPositive();
	}

	private static long bytes(Consumer<Span> work) {
		return bytes(SpanLimits.getDefault(), work);
	}

	private static long bytes(SpanLimits limits, Consumer<Span> work) {
		try (SdkTracerProvider provider = UnexportedSpans.provider().setSpanLimits(limits).build()) {
			Span span = provider.get("test").spanBuilder("work").startSpan();
			work.accept(span);
			span.end();
			return SpanFootprint.of((ReadableSpan) span);
		}
	}

}
