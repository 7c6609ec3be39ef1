package dev.telemetry.record;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootOutcome;

/**
 * The outcome of a job or a call. A job that was skipped neither succeeded nor failed.
 *
 * @param kind kind of the span
 * @param operation name of the operation
 * @param durationNanos how long the operation took, in nanoseconds
 * @param errorType what went wrong, or {@code null} if nothing did
 * @param cause the exception, or {@code null} if there is none
 * @param skipReason why the operation was skipped, or {@code null} if it was not
 */
record OperationOutcome(SpanKind kind, String operation, long durationNanos, @Nullable String errorType,
		@Nullable Throwable cause, @Nullable String skipReason) implements RootOutcome {

	@Override
	public boolean failed() {
		return this.errorType != null;
	}

	/**
	 * Reports the outcome to a meter.
	 */
	void tell(OperationMeter meter) {
		if (this.skipReason != null) {
			meter.skipped(this.durationNanos);
		}
		else {
			meter.ended(this.durationNanos, !failed());
		}
	}

	@Override
	public boolean streamed() {
		return false;
	}

}
