package dev.telemetry.request;

import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

import dev.telemetry.decision.SamplingHint;

/**
 * Creates contexts in which nothing is traced.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class UntracedContext {

	private UntracedContext() {
	}

	/**
	 * Returns a context whose span records nothing and is not sampled, so that nothing
	 * below it is traced either. The span has valid ids; without them, spans below would
	 * become roots. The context is also marked as {@linkplain SamplingHint#untraced
	 * untraced}, for spans below that get the caller as their explicit parent.
	 * @param parent the context of the caller
	 * @return the context to work in
	 */
	public static Context below(Context parent) {
		SpanContext caller = Span.fromContext(parent).getSpanContext();
		String traceId = (caller.isValid()) ? caller.getTraceId() : TraceId.fromLongs(randomId(), randomId());
		SpanContext ids = SpanContext.create(traceId, SpanId.fromLong(randomId()), TraceFlags.getDefault(),
				TraceState.getDefault());
		return SamplingHint.untraced(parent.with(Span.wrap(ids)));
	}

	// Not created by the SDK, which is missing if only metrics are on. Zero is not a
	// valid id.
	private static long randomId() {
		return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
	}

}
