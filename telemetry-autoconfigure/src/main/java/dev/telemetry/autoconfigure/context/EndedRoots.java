package dev.telemetry.autoconfigure.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.Instrumentation;

/**
 * Notes local roots of the application that end while they are current, so that they are
 * not taken for the parents of what a pooled thread does later. Thread safe.
 */
final class EndedRoots implements SpanProcessor {

	private final ContextLeaks leaks;

	EndedRoots(ContextLeaks leaks) {
		this.leaks = leaks;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	// Our own end before their scopes are closed.
	@Override
	public void onEnd(ReadableSpan span) {
		if (!Instrumentation.SCOPE.equals(span.getInstrumentationScopeInfo().getName())) {
			this.leaks.ended(span);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

}
