package dev.telemetry.sampling;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.Instrumentation;

/**
 * Notes local roots of the application that end while they are current, so that they do
 * not become parents of the later work of a pooled thread. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EndedRoots implements SpanProcessor {

	private final ContextLeaks leaks;

	/**
	 * Creates a processor.
	 * @param leaks receives the roots
	 */
	public EndedRoots(ContextLeaks leaks) {
		this.leaks = leaks;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	// Roots of this project end before their scopes are closed.
	@Override
	public void onEnd(ReadableSpan span) {
		if (!Instrumentation.SCOPE.equals(span.getInstrumentationScopeInfo().getName())) {
			this.leaks.ended(span.getSpanContext(), span.getParentSpanContext());
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

}
