package dev.telemetry.decision;

import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanContext;

/**
 * Passes on the decisions about traces. Thread safe; never throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DecisionSource {

	/**
	 * Lets a listener wait for the decision about the local root of a span. A root has at
	 * most one listener.
	 * @param span the span
	 * @param waiting creates the listener, if none waits for that root
	 * @return the listener that waits for the root, which may have been created for
	 * another of its spans, or one of the constants if the root is decided already
	 */
	DecisionListener listen(SpanContext span, Supplier<DecisionListener> waiting);

}
