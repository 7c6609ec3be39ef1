package dev.telemetry.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SpanAssert} and its entry point {@link TelemetryAssertions}.
 */
class SpanAssertTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	@Test
	void canBeImportedTogetherWithAssertJ() {
		SpanData span = Spans.finished("work");
		assertThat(span).hasName("work");
		assertThat(span.getName()).isEqualTo("work");
		assertThat(List.of(span)).hasSize(1);
	}

	@Test
	void checksTheName() {
		SpanData span = Spans.finished("work");
		assertThat(span).hasName("work");
		assertFails(() -> assertThat(span).hasName("play")).withMessageContaining("work (INTERNAL, UNSET) {}")
			.withMessageContaining("to have name")
			.withMessageContaining("play");
	}

	@Test
	void failsForNull() {
		assertFails(() -> assertThat((SpanData) null).hasName("work")).withMessageContaining("not to be null");
	}

	@Test
	void showsItsDescriptionOnFailure() {
		assertFails(() -> assertThat(Spans.finished("work")).as("the span of the job").hasName("play"))
			.withMessageContaining("the span of the job");
	}

	@Test
	void checksTheKind() {
		SpanData span = Spans.built((builder) -> builder.setSpanKind(SpanKind.CLIENT));
		assertThat(span).hasKind(SpanKind.CLIENT);
		assertFails(() -> assertThat(span).hasKind(SpanKind.SERVER)).withMessageContaining("to have kind");
	}

	@Test
	void checksTheTraceId() {
		SpanData span = Spans.built((builder) -> builder.setParent(remoteParent()));
		assertThat(span).hasTraceId(TRACE_ID);
		assertFails(() -> assertThat(span).hasTraceId("00")).withMessageContaining(TRACE_ID);
	}

	@Test
	void checksTheStatus() {
		SpanData span = Spans.finished((work) -> work.setStatus(StatusCode.OK));
		assertThat(span).hasStatus(StatusCode.OK).isNotError();
		assertFails(() -> assertThat(span).hasStatus(StatusCode.UNSET)).withMessageContaining("to have status");
		assertFails(() -> assertThat(span).isError()).withMessageContaining("ERROR");
	}

	@Test
	void checksTheDescriptionOfAnError() {
		SpanData span = Spans.finished((work) -> work.setStatus(StatusCode.ERROR, "declined"));
		assertThat(span).isError().hasStatus(StatusCode.ERROR, "declined");
		assertFails(() -> assertThat(span).hasStatus(StatusCode.ERROR, "late")).withMessageContaining("declined");
		assertFails(() -> assertThat(span).isNotError()).withMessageContaining("no error");
	}

	@Test
	void checksAttributesOfAllTypes() {
		SpanData span = Spans.finished((work) -> work.setAttribute("text", "a")
			.setAttribute("whole", 1)
			.setAttribute("part", 0.5)
			.setAttribute("flag", true)
			.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b")));
		assertThat(span).hasAttribute("text", "a")
			.hasAttribute("whole", 1)
			.hasAttribute("part", 0.5)
			.hasAttribute("flag", true)
			.hasAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"));
	}

	@Test
	void failsWithTheValueWhenAnAttributeDiffers() {
		SpanData span = Spans.finished((work) -> work.setAttribute("http.route", "/orders"));
		assertFails(() -> assertThat(span).hasAttribute("http.route", "/items"))
			.withMessageContaining("to have attribute http.route")
			.withMessageContaining("/items")
			.withMessageContaining("/orders");
	}

	@Test
	void failsWithBothTypesWhenAnAttributeIsOfAnotherType() {
		SpanData span = Spans.finished((work) -> work.setAttribute("code", "200"));
		assertFails(() -> assertThat(span).hasAttribute("code", 200))
			.withMessageContaining("attribute code of type LONG, but it is 200 of type STRING");
	}

	@Test
	void failsWhenAnAttributeIsMissing() {
		assertFails(() -> assertThat(Spans.finished("work")).hasAttribute("code", 200))
			.withMessageContaining("attribute code, but it has none");
	}

	@Test
	void checksThatAttributesAreAbsent() {
		SpanData span = Spans.finished((work) -> work.setAttribute("user", "ann").setAttribute("age", 7));
		assertThat(span).hasNoAttribute("card").doesNotHaveAttributes("card", "name");
		assertFails(() -> assertThat(span).hasNoAttribute("age")).withMessageContaining("no attribute age");
		assertFails(() -> assertThat(span).doesNotHaveAttributes("card", "user"))
			.withMessageContaining("no attribute user");
	}

	@Test
	void checksAttributesOfTheResource() {
		SpanData span = Spans.finished("work");
		assertThat(span).hasResourceAttribute("telemetry.sdk.language", "java")
			.hasResourceAttribute(AttributeKey.stringKey("telemetry.sdk.name"), "opentelemetry");
		assertFails(() -> assertThat(span).hasResourceAttribute("service.name", "shop"))
			.withMessageContaining("to have resource attribute service.name");
	}

	@Test
	void checksEvents() {
		SpanData span = Spans.finished((work) -> work.addEvent("retry", Attributes.empty()));
		assertThat(span).hasEvent("retry");
		assertFails(() -> assertThat(span).hasEvent("cache miss")).withMessageContaining("an event cache miss")
			.withMessageContaining("retry");
	}

	@Test
	void checksRecordedExceptionsByTheirExactType() {
		SpanData span = Spans.finished((work) -> work.recordException(new IllegalStateException("closed")));
		assertThat(span).hasException(IllegalStateException.class).hasException(IllegalStateException.class, "closed");
		assertFails(() -> assertThat(span).hasException(RuntimeException.class))
			.withMessageContaining("a recorded exception java.lang.RuntimeException");
		assertFails(() -> assertThat(span).hasException(IllegalStateException.class, "open"))
			.withMessageContaining("java.lang.IllegalStateException: open");
	}

	@Test
	void findsRecordedExceptionsOfNestedClasses() {
		assertThat(Spans.finished((work) -> work.recordException(new DeclinedException())))
			.hasException(DeclinedException.class);
	}

	@Test
	void checksThatTheSpanIsARoot() {
		assertThat(Spans.finished("work")).isRoot();
		assertFails(() -> assertThat(Spans.built((builder) -> builder.setParent(remoteParent()))).isRoot())
			.withMessageContaining("no parent, but its parent is");
	}

	@Test
	void checksThatTheParentIsRemote() {
		assertThat(Spans.built((builder) -> builder.setParent(remoteParent()))).hasRemoteParent();
		assertFails(() -> assertThat(Spans.finished("work")).hasRemoteParent())
			.withMessageContaining("a remote parent");
	}

	@Test
	void checksTheParent() {
		RecordedSpans recorded = new RecordedSpans();
		Tracer tracer = recorded.newTracerProvider().get("test");
		Span parent = tracer.spanBuilder("parent").startSpan();
		tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan().end();
		parent.end();
		assertThat(recorded.single("child")).hasParent(recorded.single("parent"));
		assertFails(() -> assertThat(recorded.single("parent")).hasParent(recorded.single("child")))
			.withMessageContaining("parent child (INTERNAL");
		assertFails(() -> assertThat(recorded.single("child")).hasRemoteParent())
			.withMessageContaining("a remote parent");
	}

	@Test
	void checksTheSampledFlag() {
		assertThat(Spans.finished("work")).isSampled();
	}

	@Test
	void checksTheDuration() {
		RecordedSpans recorded = new RecordedSpans();
		recorded.newTracerProvider()
			.get("test")
			.spanBuilder("work")
			.setStartTimestamp(Instant.ofEpochSecond(10))
			.startSpan()
			.end(Instant.ofEpochSecond(12));
		SpanData span = recorded.single("work");
		assertThat(span).hasDurationBetween(Duration.ofSeconds(2), Duration.ofSeconds(2));
		assertFails(() -> assertThat(span).hasDurationBetween(Duration.ZERO, Duration.ofSeconds(1)))
			.withMessageContaining("between PT0S and PT1S, but it took PT2S");
		assertFails(() -> assertThat(span).hasDurationBetween(Duration.ofSeconds(3), Duration.ofSeconds(4)))
			.withMessageContaining("PT2S");
	}

	private static ThrowableAssertAlternative<AssertionError> assertFails(ThrowingCallable check) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(check);
	}

	private static Context remoteParent() {
		SpanContext parent = SpanContext.createFromRemoteParent(TRACE_ID, "b7ad6b7169203331", TraceFlags.getSampled(),
				TraceState.getDefault());
		return Context.root().with(Span.wrap(parent));
	}

	/**
	 * A nested exception.
	 */
	static final class DeclinedException extends RuntimeException {

	}

}
