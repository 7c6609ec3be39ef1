package dev.telemetry.record;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootOutcome;

/**
 * How a job or a call ended.
 *
 * @param kind kind of its span
 * @param operation what it was
 * @param durationNanos how long it took
 * @param errorType what went wrong, or {@code null} if nothing did
 * @param cause the exception, or {@code null} if there is none
 */
record OperationOutcome(SpanKind kind, String operation, long durationNanos, @Nullable String errorType,
		@Nullable Throwable cause) implements RootOutcome {

	@Override
	public boolean failed() {
		return this.errorType != null;
	}

	@Override
	public boolean streamed() {
		return false;
	}

}
