package dev.telemetry.record;

import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;

/**
 * Writes to spans within calls of the application. No method throws, although the
 * application may create the text of a value or of an exception, and the span may be that
 * of another library.
 *
 * @param events decides which events are written
 * @param failures receives everything that is thrown
 */
record SpanWriter(EventGate events, InternalFailures failures) {

	<T> void attribute(Span span, AttributeKey<T> key, T value) {
		try {
			if (span.isRecording()) {
				span.setAttribute(key, value);
			}
		}
		catch (Throwable ex) {
			this.failures.report("setting an attribute", ex);
		}
	}

	void event(Span span, String name, @Nullable Map<String, ?> attributes) {
		try {
			if (span.isRecording() && this.events.accepts(name, attributes)) {
				span.addEvent(name, EventAttributes.of(attributes));
			}
		}
		catch (Throwable ex) {
			this.failures.report("adding an event", ex);
		}
	}

	void exception(Span span, Throwable exception) {
		try {
			if (span.isRecording()) {
				ExceptionEvents.add(span, exception);
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording an exception", ex);
		}
	}

}
