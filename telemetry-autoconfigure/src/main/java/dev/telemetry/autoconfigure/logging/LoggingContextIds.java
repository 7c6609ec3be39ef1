package dev.telemetry.autoconfigure.logging;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import dev.telemetry.names.LogFields;

/**
 * The ids of the current span in the logging context of each thread, under one pair of
 * keys. A thread has one logging context, however many applications run in the process:
 * that is why there is one object for each pair of keys, and one writer on each thread,
 * until no span is current there any more. A value that the application has under the
 * same keys is restored after the outermost span has ended. Thread safe.
 */
final class LoggingContextIds {

	static final LoggingContextIds SNAKE = new LoggingContextIds(LogFields.TRACE_ID, LogFields.SPAN_ID);

	static final LoggingContextIds BOOT = new LoggingContextIds(LogFields.BOOT_TRACE_ID, LogFields.BOOT_SPAN_ID);

	static final LoggingContextIds ECS = new LoggingContextIds(LogFields.ECS_TRACE_ID, LogFields.ECS_SPAN_ID);

	private static final int TRACE_ID = 0;

	private static final int SPAN_ID = 1;

	/** Span id that was written when the application wrote its own value. */
	private static final int WITHIN = 2;

	private final String traceIdKey;

	private final String spanIdKey;

	// The thread locals hold classes of the JDK only, because threads of a container live
	// longer than the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable AtomicBoolean> writer = new ThreadLocal<>();

	// The ids that this class has written last.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable String[]> written = ThreadLocal.withInitial(() -> new @Nullable String[2]);

	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Deque<@Nullable String[]>> replaced = new ThreadLocal<>();

	private LoggingContextIds(String traceIdKey, String spanIdKey) {
		this.traceIdKey = traceIdKey;
		this.spanIdKey = spanIdKey;
	}

	String traceIdKey() {
		return this.traceIdKey;
	}

	String spanIdKey() {
		return this.spanIdKey;
	}

	/**
	 * Notes that a span has become current on this thread, or that none is.
	 * @param writer a flag for each listener, set when the listener is closed
	 */
	void attach(AtomicBoolean writer, @Nullable SpanContext ids) {
		AtomicBoolean current = this.writer.get();
		if (current == null || current.equals(writer) || current.get() || isMissed(ids)) {
			this.writer.set(writer);
			attach(ids);
		}
	}

	// The writer of this thread is notified first. If it was not, its application
	// is closing.
	private boolean isMissed(@Nullable SpanContext ids) {
		return ids != null && !ids.getSpanId().equals(MDC.get(this.spanIdKey));
	}

	void close(AtomicBoolean writer) {
		if (isWrittenBy(writer)) {
			close();
		}
	}

	/**
	 * Notes that the span from before is current again on this thread.
	 * @param writer a flag for each listener, set when the listener is closed
	 */
	void restore(AtomicBoolean writer, @Nullable SpanContext ids) {
		if (ids != null && this.writer.get() == null) {
			this.writer.set(writer);
		}
		if (isWrittenBy(writer)) {
			restore(ids);
		}
	}

	// A closed writer ends the scopes that it has begun, because other listeners may not
	// be notified of them.
	private boolean isWrittenBy(AtomicBoolean writer) {
		AtomicBoolean current = this.writer.get();
		return current != null && (current.equals(writer) || writer.get());
	}

	private void close() {
		Deque<@Nullable String[]> replaced = this.replaced.get();
		if (replaced != null && this.written.get()[SPAN_ID] != null) {
			forgetRemoved(replaced);
		}
		remove();
	}

	// A value that the application has removed inside of the scope is not restored,
	// as without telemetry: a filter may have removed its own value while the span
	// was current.
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
		if (!ours && (traceId != null || spanId != null) && !areOf(ids, traceId, spanId)) {
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

	// A listener of another class has written the ids for the same scope.
	private static boolean areOf(@Nullable SpanContext ids, @Nullable String traceId, @Nullable String spanId) {
		return ids != null && ids.getSpanId().equals(spanId) && ids.getTraceId().equals(traceId);
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
			this.writer.set(null);
		}
		Deque<@Nullable String[]> replaced = this.replaced.get();
		if (replaced != null) {
			putBack(replaced, written[SPAN_ID]);
		}
	}

	// Entries that remain without an outer span belong to scopes that were never closed.
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

}
