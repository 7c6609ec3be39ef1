package dev.telemetry.health;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a scope that was left open from outliving the request, job or task in which it
 * was opened. The code around it notes the context at the entry and restores it at the
 * exit. OpenTelemetry's own scope restores nothing if an inner scope was left open, so
 * the thread would keep the context of a span that has ended.
 * <p>
 * Leaks are counted, and the first one is logged as a warning. Thread safe. No method
 * throws. Without a leak, a check reads one thread-local and allocates nothing.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ContextLeaks {

	private static final Logger logger = LoggerFactory.getLogger(ContextLeaks.class);

	private static final ContextKey<Boolean> RESTORED = ContextKey.named("dev.telemetry.restored");

	/** The class of spans that only carry ids, such as those of a caller. */
	private static final Class<?> IDS_ONLY = Span.getInvalid().getClass();

	private final LongAdder count = new LongAdder();

	private final AtomicBoolean warned = new AtomicBoolean();

	// The id of the last local root that ended while it was current on the thread. Not
	// static, so that it is gone with the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable String> endedHere = new ThreadLocal<>();

	/**
	 * Restores a context if another one is current. To be called at the exit, by the
	 * thread that entered, after its own scope is closed.
	 * @param before the context at the entry
	 * @param where the work that is left, such as {@code a job}, as part of a sentence
	 * @return whether a scope was left open
	 */
	@SuppressWarnings("ReferenceEquality")
	public boolean restore(Context before, String where) {
		Context current = Context.current();
		if (current == before) {
			return false;
		}
		putBack(before);
		report(current, where);
		return true;
	}

	/**
	 * Returns the context for work to which no context is handed over from other threads,
	 * such as a request. It is the current one. If the span of the current context has
	 * ended, it is the root context, which is restored.
	 * @param where the work that begins, such as {@code a request}, as part of a sentence
	 * @return the context
	 */
	@SuppressWarnings("ReferenceEquality")
	public Context enter(String where) {
		Context current = Context.current();
		if (current == Context.root() || !hasEnded(Span.fromContext(current))) {
			return current;
		}
		putBack(Context.root());
		report(current, where);
		return Context.root();
	}

	/**
	 * Notes a span that has ended. If the span is a local root and still current, its
	 * scope may never be closed. A scope that is left open below another span is restored
	 * with that span.
	 * @param span the context of the span, because there may be no SDK
	 * @param parent the context of its parent, invalid if there is none
	 */
	public void ended(SpanContext span, SpanContext parent) {
		if (parent.isValid() && !parent.isRemote()) {
			return;
		}
		// The current span may be a wrapper, so ids are compared.
		String id = span.getSpanId();
		if (id.equals(idIn(Context.current()))) {
			this.endedHere.set(id);
		}
	}

	// The span may be of another library or a mock, and throw.
	private static @Nullable String idIn(Context context) {
		try {
			return Span.fromContext(context).getSpanContext().getSpanId();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/**
	 * Returns the context for work to which a context may have been handed over from
	 * another thread, such as a task of any pool. It is the current one. If the span of
	 * the current context is a local root that ended on this thread while it was current,
	 * it is the root context, which is restored. A span that ended on another thread
	 * remains a valid parent.
	 * @param where the work that begins, such as {@code a recording}, as part of a
	 * sentence
	 * @return the context
	 */
	public Context begin(String where) {
		Context current = Context.current();
		String ended = this.endedHere.get();
		if (ended == null || !ended.equals(idIn(current))) {
			return current;
		}
		this.endedHere.remove();
		putBack(Context.root());
		report(current, where);
		return Context.root();
	}

	// A caller's span and a dropped span are not recording either, but have not ended.
	private static boolean hasEnded(Span span) {
		try {
			SpanContext ids = span.getSpanContext();
			return ids.isValid() && !ids.isRemote() && !span.isRecording() && span.getClass() != IDS_ONLY;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	/**
	 * Announces the current context again to code that follows the context, such as that
	 * which sets the ids in the logging context. Such code is notified only when a scope
	 * is opened or closed, and the application may have cleared the ids since.
	 * @param current the current context
	 */
	@SuppressWarnings("MustBeClosedChecker")
	public static void announce(Context current) {
		try {
			current.with(RESTORED, Boolean.TRUE).makeCurrent().close();
		}
		catch (Throwable ex) {
			logger.debug("A context could not be announced", ex);
		}
	}

	@SuppressWarnings("MustBeClosedChecker")
	private static void putBack(Context before) {
		try {
			before.makeCurrent();
		}
		catch (Throwable ex) {
			logger.debug("A context could not be restored", ex);
		}
		announce(before);
	}

	private void report(Context left, String where) {
		this.count.increment();
		try {
			SpanContext ids = Span.fromContext(left).getSpanContext();
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("A scope of span {} in trace {} was still open on {} around {}. The context before it is "
						+ "restored. Close scopes by the thread that opened them, the last one first, best in a try "
						+ "with resources. Further leaks are only counted (telemetry.context.leaks).", ids.getSpanId(),
						ids.getTraceId(), Thread.currentThread().getName(), where);
			}
			else {
				logger.debug("A scope of span {} in trace {} was still open on {} around {}", ids.getSpanId(),
						ids.getTraceId(), Thread.currentThread().getName(), where);
			}
		}
		catch (Throwable ex) {
			// A failure of the logger must not reach the application.
		}
	}

	/**
	 * Returns how many scopes were found open so far.
	 * @return the number of leaks
	 */
	public long count() {
		return this.count.sum();
	}

}
