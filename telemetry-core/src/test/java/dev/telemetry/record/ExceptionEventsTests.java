package dev.telemetry.record;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import org.junit.jupiter.api.Test;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.text.StackText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExceptionEvents} and {@link StackText}.
 */
class ExceptionEventsTests {

	private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

	private static final AttributeKey<String> STACK_TRACE = AttributeKey.stringKey("exception.stacktrace");

	@Test
	void isWhatOpenTelemetryWritesWithoutTheExceptionItself() {
		Throwable exception = new IllegalStateException("outer", new IOException("inner"));
		exception.addSuppressed(new IllegalArgumentException("beside"));
		Attributes attributes = attributes(exception);
		assertThat(attributes.get(AttributeKey.stringKey("exception.type")))
			.isEqualTo("java.lang.IllegalStateException");
		assertThat(attributes.get(MESSAGE)).isEqualTo("outer");
		assertThat(attributes.get(STACK_TRACE)).isEqualTo(printed(exception));
	}

	@Test
	void anExceptionWithoutAMessageHasNone() {
		Attributes attributes = attributes(new IllegalStateException());
		assertThat(attributes.get(MESSAGE)).isNull();
		assertThat(attributes.get(STACK_TRACE)).startsWith("java.lang.IllegalStateException\n\tat ");
	}

	@Test
	void longMessagesAreCutAndTheLastCauseIsStillThere() {
		String large = "x".repeat(1_000_000);
		Throwable exception = new IOException("the root of it");
		for (int i = 0; i < 10; i++) {
			exception = new IllegalStateException(large, exception);
		}
		Attributes attributes = attributes(exception);
		assertThat(attributes.get(MESSAGE)).hasSize(ExceptionEvents.MAX_MESSAGE);
		assertThat(attributes.get(STACK_TRACE)).hasSizeLessThanOrEqualTo(ExceptionEvents.MAX_STACK_TRACE)
			.contains("Caused by: java.io.IOException: the root of it\n\tat ");
	}

	@Test
	void aDeepStackIsCutAndItsCauseIsStillThere() {
		StackTraceElement[] frames = new StackTraceElement[5_000];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = new StackTraceElement("com.example.Recursive" + i, "call", "Recursive.java", i);
		}
		Throwable exception = new IllegalStateException("deep", new IOException("the root of it"));
		exception.setStackTrace(frames);
		String stack = attributes(exception).get(STACK_TRACE);
		assertThat(stack).hasSizeLessThanOrEqualTo(ExceptionEvents.MAX_STACK_TRACE)
			.contains(" more\nCaused by: java.io.IOException: the root of it\n\tat ");
	}

	@Test
	void anExceptionThatIsItsOwnCauseEndsThere() {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.initCause(second);
		first.addSuppressed(second);
		assertThat(attributes(first).get(STACK_TRACE)).contains("Caused by: java.lang.Exception: second")
			.hasSizeLessThanOrEqualTo(ExceptionEvents.MAX_STACK_TRACE);
	}

	private static String printed(Throwable exception) {
		StringWriter printed = new StringWriter();
		exception.printStackTrace(new PrintWriter(printed));
		return printed.toString().replace("\r", "");
	}

	private static Attributes attributes(Throwable exception) {
		try (SdkTracerProvider provider = UnexportedSpans.provider().build()) {
			Span span = provider.get("test").spanBuilder("work").startSpan();
			ExceptionEvents.add(span, exception);
			span.end();
			EventData event = ((ReadableSpan) span).toSpanData().getEvents().get(0);
			assertThat(event).isNotInstanceOf(ExceptionEventData.class);
			assertThat(event.getName()).isEqualTo("exception");
			return event.getAttributes();
		}
	}

}
