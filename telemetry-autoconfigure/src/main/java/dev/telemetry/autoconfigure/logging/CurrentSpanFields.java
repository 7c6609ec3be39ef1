package dev.telemetry.autoconfigure.logging;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in the logging context, as the listener that it
 * stands in for does, but without asking for a log level with each event, which took
 * longer than all the rest. A value that the application has under the same keys is
 * restored after the outermost span has ended. Thread safe.
 */
final class CurrentSpanFields extends Slf4JEventListener {

	private static final int TRACE_ID = 0;

	private static final int SPAN_ID = 1;

	/** Span id that was written when the application wrote its own value. */
	private static final int WITHIN = 2;

	private final String traceIdKey;

	private final String spanIdKey;

	// What this class has written last. Of classes of the JDK only: threads of
	// a container live longer than the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable String[]> written = ThreadLocal.withInitial(() -> new @Nullable String[2]);

	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Deque<@Nullable String[]>> replaced = new ThreadLocal<>();

	CurrentSpanFields(String traceIdKey, String spanIdKey) {
		super(traceIdKey, spanIdKey);
		this.traceIdKey = traceIdKey;
		this.spanIdKey = spanIdKey;
	}

	@Override
	public void onEvent(Object event) {
		ScopeChange change = change(event);
		if (change != null) {
			change.apply(this, ids(span(event)));
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

	private void close() {
		Deque<@Nullable String[]> replaced = this.replaced.get();
		if (replaced != null && this.written.get()[SPAN_ID] != null) {
			forgetRemoved(replaced);
		}
		remove();
	}

	// What the application has removed inside of the scope is gone, as it would be
	// without us: a filter may have removed its own value while our span was current.
	private void forgetRemoved(Deque<@Nullable String[]> replaced) {
		boolean traceIdIsGone = MDC.get(this.traceIdKey) == null;
		boolean spanIdIsGone = MDC.get(this.spanIdKey) == null;
		for (@Nullable
		String[] values : replaced) {
			values[TRACE_ID] = (traceIdIsGone) ? null : values[TRACE_ID];
			values[SPAN_ID] = (spanIdIsGone) ? null : values[SPAN_ID];
		}
	}

	private void remove() {
		MDC.remove(this.traceIdKey);
		MDC.remove(this.spanIdKey);
	}

	private void attach(@Nullable SpanContext ids) {
		@Nullable String[] written = this.written.get();
		String traceId = MDC.get(this.traceIdKey);
		String spanId = MDC.get(this.spanIdKey);
		boolean ours = Objects.equals(traceId, written[TRACE_ID]) && Objects.equals(spanId, written[SPAN_ID]);
		if (!ours && (traceId != null || spanId != null)) {
			remember(new @Nullable String[] { traceId, spanId, written[SPAN_ID] });
		}
		if (ids != null) {
			write(ids, written);
		}
		else if (ours && traceId != null) {
			remove();
			forget(written);
		}
	}

	private void remember(@Nullable String[] values) {
		Deque<@Nullable String[]> replaced = this.replaced.get();
		if (replaced == null) {
			replaced = new ArrayDeque<>(1);
			this.replaced.set(replaced);
		}
		replaced.push(values);
	}

	private void write(SpanContext ids, @Nullable String[] written) {
		written[TRACE_ID] = ids.getTraceId();
		written[SPAN_ID] = ids.getSpanId();
		MDC.put(this.traceIdKey, written[TRACE_ID]);
		MDC.put(this.spanIdKey, written[SPAN_ID]);
	}

	private static void forget(@Nullable String[] written) {
		written[TRACE_ID] = null;
		written[SPAN_ID] = null;
	}

	private void restore(@Nullable SpanContext ids) {
		@Nullable String[] written = this.written.get();
		if (ids != null) {
			write(ids, written);
		}
		else {
			forget(written);
		}
		Deque<@Nullable String[]> replaced = this.replaced.get();
		if (replaced != null) {
			putBack(replaced, written[SPAN_ID]);
		}
	}

	// What is left without a span around it belongs to scopes that were never closed.
	private void putBack(Deque<@Nullable String[]> replaced, @Nullable String within) {
		while (within == null && replaced.size() > 1) {
			replaced.pop();
		}
		@Nullable String[] values = replaced.peek();
		if (values != null && Objects.equals(values[WITHIN], within)) {
			replaced.pop();
			put(this.traceIdKey, values[TRACE_ID]);
			put(this.spanIdKey, values[SPAN_ID]);
		}
		if (within == null) {
			this.replaced.remove();
		}
	}

	private static void put(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

	/**
	 * What an event says. A class for each, called at one place, which is not compiled
	 * into the code that creates the events: they are not even created.
	 */
	private enum ScopeChange {

		ATTACHED {

			@Override
			void apply(CurrentSpanFields fields, @Nullable SpanContext ids) {
				fields.attach(ids);
			}

		},

		CLOSED {

			@Override
			void apply(CurrentSpanFields fields, @Nullable SpanContext ids) {
				fields.close();
			}

		},

		RESTORED {

			@Override
			void apply(CurrentSpanFields fields, @Nullable SpanContext ids) {
				fields.restore(ids);
			}

		};

		abstract void apply(CurrentSpanFields fields, @Nullable SpanContext ids);

	}

}
