package dev.telemetry.record;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.ExternalCallAttributes;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SpanNames;

/**
 * The differences between jobs, calls and other spans.
 *
 * @param spanName name of the span, or {@code null} if the operation names it
 * @param spanKind kind of the span
 * @param group attribute of the queue of a job, or of the service of a call
 * @param name attribute of the type of a job, or of the operation of a call
 * @param atStart whether group and name are given to the sampler
 * @param duration attribute of the duration
 * @param success attribute of the success
 * @param skipReason attribute of the reason for which it was skipped
 */
record OperationKind(@Nullable String spanName, SpanKind spanKind, @Nullable AttributeKey<String> group,
		@Nullable AttributeKey<String> name, boolean atStart, @Nullable AttributeKey<Double> duration,
		@Nullable AttributeKey<Boolean> success, @Nullable AttributeKey<String> skipReason) {

	static final OperationKind JOB = new OperationKind(SpanNames.JOB_RUN, SpanKind.INTERNAL, JobAttributes.QUEUE_NAME,
			JobAttributes.TYPE, true, JobAttributes.DURATION_SECONDS, JobAttributes.SUCCESS, JobAttributes.SKIP_REASON);

	static final OperationKind EXTERNAL_CALL = new OperationKind(SpanNames.EXTERNAL_API_CALL, SpanKind.CLIENT,
			ExternalCallAttributes.SERVICE, ExternalCallAttributes.OPERATION, false,
			ExternalCallAttributes.DURATION_SECONDS, ExternalCallAttributes.SUCCESS,
			ExternalCallAttributes.SKIP_REASON);

	static final OperationKind SPAN = new OperationKind(null, SpanKind.INTERNAL, null, null, false, null, null, null);

	boolean isJob() {
		return SpanNames.JOB_RUN.equals(this.spanName);
	}

	OperationKind of(SpanKind spanKind) {
		return new OperationKind(this.spanName, spanKind, this.group, this.name, this.atStart, this.duration,
				this.success, this.skipReason);
	}

}
