package dev.telemetry.decision;

import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanContext;

/**
 * Tells what becomes of traces. Thread safe; never throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DecisionSource {

	/**
	 * Lets somebody wait for the decision about the local root of a span.
	 * @param span the span
	 * @param waiting makes the one who waits, if nobody does for that root
	 * @return who waits for it: what was made for the first of its spans, or one of the
	 * constants if it is decided already
	 */
	DecisionListener listen(SpanContext span, Supplier<DecisionListener> waiting);

}
