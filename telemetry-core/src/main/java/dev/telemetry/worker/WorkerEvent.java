package dev.telemetry.worker;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;

/**
 * An event that a worker has told of. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param pool what the worker is for
 * @param name name of the event
 * @param epochNanos when it was, in nanoseconds since 1970
 * @param span the span that it belongs to
 * @param run the span of the worker, or that which it belongs to if that is of another
 * trace
 * @param attributes what there is to say, with the identity of the worker
 * @since 0.1.0
 */
public record WorkerEvent(String pool, String name, long epochNanos, SpanContext span, SpanContext run,
		Attributes attributes) {

}
