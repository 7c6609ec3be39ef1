package dev.telemetry.record;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;

import dev.telemetry.names.LogAttributes;
import dev.telemetry.text.CutText;
import dev.telemetry.text.StackText;

/**
 * Writes exceptions to spans as plain events, with OpenTelemetry's names. The span does
 * not hold the exception itself, and texts are cut to a length that a backend shows, so
 * that spans that wait for an unreachable backend do not fill the heap.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/"> Semantic
 * conventions for exceptions on spans</a>
 */
final class ExceptionEvents {

	/** Longest message, in characters. */
	static final int MAX_MESSAGE = 4_096;

	/** Longest stack trace including those of all causes, in characters. */
	static final int MAX_STACK_TRACE = 32_768;

	// Longest message of each exception in a stack trace.
	private static final int MAX_MESSAGE_IN_TRACE = 1_024;

	private ExceptionEvents() {
	}

	/**
	 * Adds an event. Throws what the exception throws when it is asked; the event has
	 * what it had said before.
	 * @return what the event says
	 */
	static Attributes add(Span span, Throwable exception) {
		if (!span.isRecording()) {
			return Attributes.empty();
		}
		AttributesBuilder attributes = Attributes.builder();
		try {
			describe(exception, attributes);
		}
		finally {
			span.addEvent(LogAttributes.EXCEPTION_EVENT, attributes.build());
		}
		return attributes.build();
	}

	/**
	 * Returns the type and the message of an exception.
	 * @param event what its event says
	 */
	static String text(Attributes event) {
		String message = event.get(LogAttributes.EXCEPTION_MESSAGE);
		return event.get(LogAttributes.EXCEPTION_TYPE) + ((message != null) ? ": " + message : "");
	}

	private static void describe(Throwable exception, AttributesBuilder attributes) {
		Class<?> type = exception.getClass();
		String name = type.getCanonicalName();
		attributes.put(LogAttributes.EXCEPTION_TYPE, (name != null) ? name : type.getName());
		String message = exception.getMessage();
		if (message != null) {
			attributes.put(LogAttributes.EXCEPTION_MESSAGE, CutText.of(message, MAX_MESSAGE));
		}
		attributes.put(LogAttributes.EXCEPTION_STACK_TRACE,
				StackText.of(exception, MAX_MESSAGE_IN_TRACE, MAX_STACK_TRACE));
	}

}
