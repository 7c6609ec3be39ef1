package dev.telemetry.worker;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;

/**
 * An event that a worker has reported. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param pool pool of the worker
 * @param name name of the event
 * @param epochNanos when the event happened, in nanoseconds since 1970
 * @param span the span of the event
 * @param run the span of the worker, or the span of the event if that is of another trace
 * @param attributes attributes of the event, with the identity of the worker
 * @since 0.1.0
 */
public record WorkerEvent(String pool, String name, long epochNanos, SpanContext span, SpanContext run,
		Attributes attributes) {

}
