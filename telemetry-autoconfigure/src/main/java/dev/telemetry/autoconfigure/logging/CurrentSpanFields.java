package dev.telemetry.autoconfigure.logging;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ids of the current span in the logging context, as the listener that it
 * stands in for does, but without asking for a log level with each event, which took
 * longer than all the rest. Listeners of all applications in the process get the events
 * of each scope: one of them writes. Thread safe.
 */
final class CurrentSpanFields extends Slf4JEventListener implements AutoCloseable {

	private final LoggingContextIds ids;

	private final AtomicBoolean closed = new AtomicBoolean();

	CurrentSpanFields(LoggingContextIds ids) {
		super(ids.traceIdKey(), ids.spanIdKey());
		this.ids = ids;
	}

	@Override
	public void onEvent(Object event) {
		if (event instanceof EventPublishingContextWrapper.ScopeAttachedEvent attached) {
			this.ids.attach(this.closed, ids(attached.getSpan()));
		}
		else if (event instanceof EventPublishingContextWrapper.ScopeClosedEvent) {
			this.ids.close(this.closed);
		}
		else if (event instanceof EventPublishingContextWrapper.ScopeRestoredEvent restored) {
			this.ids.restore(this.closed, ids(restored.getSpan()));
		}
	}

	private static @Nullable SpanContext ids(@Nullable Span span) {
		SpanContext ids = (span != null) ? span.getSpanContext() : null;
		return (ids != null && ids.isValid()) ? ids : null;
	}

	@Override
	public void close() {
		this.closed.set(true);
	}

}
