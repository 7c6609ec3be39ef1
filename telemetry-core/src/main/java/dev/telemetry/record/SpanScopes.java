package dev.telemetry.record;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Makes contexts current, so that all that trace see it. Implementations are thread safe.
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
