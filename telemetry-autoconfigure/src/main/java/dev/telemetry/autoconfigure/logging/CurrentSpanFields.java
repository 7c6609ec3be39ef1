package dev.telemetry.autoconfigure.logging;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ids of the current span in the logging context, like the listener that it
 * replaces, but without reading a log level with each event, which took longer than all
 * the rest. Listeners of all applications in the process get the events of each scope;
 * only one of them writes. Thread safe.
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
		ScopeChange change = change(event);
		if (change != null) {
			change.apply(this.ids, this.closed, ids(span(event)));
		}
	}

	private static @Nullable ScopeChange change(Object event) {
		if (event instanceof EventPublishingContextWrapper.ScopeAttachedEvent) {
			return ScopeChange.ATTACHED;
		}
		if (event instanceof EventPublishingContextWrapper.ScopeClosedEvent) {
			return ScopeChange.CLOSED;
		}
		return (event instanceof EventPublishingContextWrapper.ScopeRestoredEvent) ? ScopeChange.RESTORED : null;
	}

	private static @Nullable Span span(Object event) {
		if (event instanceof EventPublishingContextWrapper.ScopeAttachedEvent attached) {
			return attached.getSpan();
		}
		return (event instanceof EventPublishingContextWrapper.ScopeRestoredEvent restored) ? restored.getSpan() : null;
	}

	private static @Nullable SpanContext ids(@Nullable Span span) {
		SpanContext ids = (span != null) ? span.getSpanContext() : null;
		return (ids != null && ids.isValid()) ? ids : null;
	}

	@Override
	public void close() {
		this.closed.set(true);
	}

	/**
	 * The kind of an event. Each constant has a class of its own, so the compiler does
	 * not inline {@link #apply}. The rest of {@link #onEvent} is small enough to be
	 * inlined into the code that creates the events, which then need not be allocated.
	 */
	private enum ScopeChange {

		ATTACHED {

			@Override
			void apply(LoggingContextIds ids, AtomicBoolean writer, @Nullable SpanContext current) {
				ids.attach(writer, current);
			}

		},

		CLOSED {

			@Override
			void apply(LoggingContextIds ids, AtomicBoolean writer, @Nullable SpanContext current) {
				ids.close(writer);
			}

		},

		RESTORED {

			@Override
			void apply(LoggingContextIds ids, AtomicBoolean writer, @Nullable SpanContext current) {
				ids.restore(writer, current);
			}

		};

		abstract void apply(LoggingContextIds ids, AtomicBoolean writer, @Nullable SpanContext current);

	}

}
