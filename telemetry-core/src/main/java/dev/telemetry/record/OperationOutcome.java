package dev.telemetry.record;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootOutcome;

/**
 * How a job or a call ended. One that was skipped neither succeeded nor failed.
 *
 * @param kind kind of its span
 * @param operation what it was
 * @param durationNanos how long it took
 * @param errorType what went wrong, or {@code null} if nothing did
 * @param cause the exception, or {@code null} if there is none
 * @param skipReason why it was skipped, or {@code null} if it was not
 */
record OperationOutcome(SpanKind kind, String operation, long durationNanos, @Nullable String errorType,
		@Nullable Throwable cause, @Nullable String skipReason) implements RootOutcome {

	@Override
	public boolean failed() {
		return this.errorType != null;
	}

	/**
	 * Tells a meter what there is to measure.
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
