package dev.telemetry.sampling;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootOutcome;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SpanNames;

/**
 * The outcome of a root that other code started, derived from its span.
 */
final class SpanOutcome implements RootOutcome {

	private static final int INTERNAL_SERVER_ERROR = 500;

	/** What Spring's observation of requests sets. */
	private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

	private final ReadableSpan span;

	private final boolean failed;

	SpanOutcome(ReadableSpan span) {
		this.span = span;
		this.failed = failed(span);
	}

	/**
	 * Returns whether a span failed.
	 */
	static boolean failed(ReadableSpan span) {
		return isError(span) || answeredServerError(span);
	}

	/**
	 * Returns whether the status of a span is {@code ERROR}, whatever API set it.
	 */
	static boolean isError(ReadableSpan span) {
		return span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
	}

	private static boolean answeredServerError(ReadableSpan span) {
		if (span.getKind() != SpanKind.SERVER) {
			return false;
		}
		Long status = span.getAttribute(HttpServerAttributes.RESPONSE_STATUS_CODE);
		return (status != null) ? status >= INTERNAL_SERVER_ERROR : "SERVER_ERROR".equals(span.getAttribute(OUTCOME));
	}

	@Override
	public SpanKind kind() {
		return this.span.getKind();
	}

	@Override
	public String operation() {
		if (this.span.getName().equals(SpanNames.JOB_RUN)) {
			return this.span.getAttribute(JobAttributes.QUEUE_NAME) + " " + this.span.getAttribute(JobAttributes.TYPE);
		}
		String route = this.span.getAttribute(HttpServerAttributes.ROUTE);
		return (route != null) ? route : this.span.getName();
	}

	@Override
	public long durationNanos() {
		return this.span.getLatencyNanos();
	}

	@Override
	public boolean failed() {
		return this.failed;
	}

	@Override
	public @Nullable Throwable cause() {
		return null;
	}

	@Override
	public boolean streamed() {
		return false;
	}

}
