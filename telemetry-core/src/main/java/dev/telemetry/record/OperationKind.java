package dev.telemetry.record;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.ExternalCallAttributes;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SpanNames;

/**
 * What jobs, calls and other spans differ in.
 *
 * @param spanName name of the span, or {@code null} if the operation names it
 * @param spanKind kind of the span
 * @param first attribute of the first part of the operation's name
 * @param second attribute of the second part
 * @param atStart whether those are given to the sampler
 * @param duration attribute of the duration
 * @param success attribute of the success
 */
record OperationKind(@Nullable String spanName, SpanKind spanKind, @Nullable AttributeKey<String> first,
		@Nullable AttributeKey<String> second, boolean atStart, @Nullable AttributeKey<Double> duration,
		@Nullable AttributeKey<Boolean> success) {

	static final OperationKind JOB = new OperationKind(SpanNames.JOB_RUN, SpanKind.INTERNAL, JobAttributes.QUEUE_NAME,
			JobAttributes.TYPE, true, JobAttributes.DURATION_SECONDS, JobAttributes.SUCCESS);

	static final OperationKind EXTERNAL_CALL = new OperationKind(SpanNames.EXTERNAL_API_CALL, SpanKind.CLIENT,
			ExternalCallAttributes.SERVICE, ExternalCallAttributes.OPERATION, false,
			ExternalCallAttributes.DURATION_SECONDS, ExternalCallAttributes.SUCCESS);

	static final OperationKind SPAN = new OperationKind(null, SpanKind.INTERNAL, null, null, false, null, null);

	OperationKind consumer() {
		return new OperationKind(this.spanName, SpanKind.CONSUMER, this.first, this.second, this.atStart, this.duration,
				this.success);
	}

}
