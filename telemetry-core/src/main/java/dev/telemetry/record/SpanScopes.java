package dev.telemetry.record;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Makes contexts current for all libraries that trace. Implementations are thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SpanScopes {

	/** Makes contexts current with OpenTelemetry only. */
	SpanScopes PLAIN = Context::makeCurrent;

	/**
	 * Makes a context current.
	 * @param context a context that has a span
	 * @return the scope that restores the context from before
	 */
	Scope enter(Context context);

}
