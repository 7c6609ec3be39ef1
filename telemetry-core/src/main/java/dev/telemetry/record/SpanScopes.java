package dev.telemetry.record;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Makes contexts current, so that all that trace see it. Implementations are thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SpanScopes {

	/** As OpenTelemetry does it. */
	SpanScopes PLAIN = Context::makeCurrent;

	/**
	 * Makes a context current.
	 * @param context a context that has a span
	 * @return what restores the context before
	 */
	Scope enter(Context context);

}
