package dev.telemetry.record;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.SpanRoom;
import dev.telemetry.names.HttpServerAttributes;

/**
 * Writes the error of failed work to its span, in the same way for requests, jobs and
 * calls.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanErrors {

	private SpanErrors() {
	}

	/**
	 * Writes the status, {@code error.type} and an exception event. If the span has no
	 * room for the event, the status names the exception.
	 * @param span the span
	 * @param errorType what went wrong, one of few values, or {@code null}
	 * @param cause the exception, or {@code null} if there is none
	 */
	public static void write(Span span, @Nullable String errorType, @Nullable Throwable cause) {
		span.setStatus(StatusCode.ERROR);
		if (errorType != null) {
			span.setAttribute(HttpServerAttributes.ERROR_TYPE, errorType);
		}
		if (cause != null) {
			Attributes event = ExceptionEvents.add(span, cause);
			if (SpanRoom.hasLeftOutEvents(span)) {
				span.setStatus(StatusCode.ERROR, ExceptionEvents.text(event));
			}
		}
	}

}
