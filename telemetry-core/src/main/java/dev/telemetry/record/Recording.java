package dev.telemetry.record;

import java.util.Map;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The recording of a job, a call or a piece of code in progress. It ends once, as a
 * success, as a failure or as skipped. After that, nothing more is recorded. Thread safe,
 * except for {@code close} and the scopes of {@code enter}, which belong to the thread
 * that opened them.
 * <p>
 * Scopes that are closed by another thread or in the wrong order, and calls after the
 * end, are counted, and the first one is logged as a warning. With
 * {@code telemetry.failure-mode} {@code propagate} they throw an
 * {@link IllegalArgumentException}. The context of the thread is restored in any case. A
 * recording that is open when the application ends is ended as a failure of type
 * {@code shutdown}.
 *
 * @since 0.1.0
 */
public interface Recording extends AutoCloseable {

	/**
	 * Sets an attribute of the span.
	 * @param key its name
	 * @param value its value; {@code null} sets nothing
	 * @return this
	 */
	Recording attribute(String key, @Nullable String value);

	/**
	 * Sets an attribute of the span.
	 * @param key its name
	 * @param value its value
	 * @return this
	 */
	Recording attribute(String key, long value);

	/**
	 * Sets an attribute of the span.
	 * @param key its name
	 * @param value its value
	 * @return this
	 */
	Recording attribute(String key, double value);

	/**
	 * Sets an attribute of the span.
	 * @param key its name
	 * @param value its value
	 * @return this
	 */
	Recording attribute(String key, boolean value);

	/**
	 * Sets attributes only if they are needed: the description is called at the end, and
	 * only if the span may be exported. If there are several, the last one is called.
	 * @param description sets attributes of the span
	 * @return this
	 */
	Recording describe(Consumer<? super Span> description);

	/**
	 * Adds an event to the span.
	 * @param name name of the event
	 * @return this
	 */
	Recording event(String name);

	/**
	 * Adds an event to the span.
	 * @param name name of the event
	 * @param attributes attributes of the event; numbers and booleans keep their type,
	 * all other values become strings
	 * @return this
	 */
	Recording event(String name, Map<String, ?> attributes);

	/**
	 * Adds a value to a running statistic. At its end the span has the attributes
	 * {@code <name>.count}, {@code .min}, {@code .max} and {@code .avg}. Values of more
	 * than 16 names are left out.
	 * @param name what is measured
	 * @param value the value
	 * @return this
	 */
	Recording measure(String name, double value);

	/**
	 * Reports the progress of a job, so that a busy job can be told from one that hangs:
	 * the gauges {@code job.progress.done} and {@code job.progress.expected} have it
	 * while it runs, and its span at the end. Has no effect on calls and other spans.
	 * @param done how much is done, from 0 on
	 * @param expected how much there is to do, or 0 if that is not known
	 * @return this
	 */
	Recording progress(long done, long expected);

	/**
	 * Adds an exception to the span that is no failure, such as one before a retry.
	 * @param exception the exception
	 * @return this
	 */
	Recording exception(Throwable exception);

	/**
	 * Returns the id of the trace.
	 * @return 32 hex digits, or {@code null} if it has no span
	 */
	@Nullable String traceId();

	/**
	 * Returns the id of the span.
	 * @return 16 hex digits, or {@code null} if it has no span
	 */
	@Nullable String spanId();

	/**
	 * Returns the context that has the span, to start other spans below it.
	 * @return the context
	 */
	Context context();

	/**
	 * Makes the span current on this thread, for a {@code try} with resources.
	 * @return the scope that restores the context from before, to be closed by this
	 * thread
	 */
	Scope enter();

	/**
	 * Ends the recording as a success, unless it was skipped.
	 */
	void succeed();

	/**
	 * Ends the recording as a failure.
	 * @param cause the exception that made the work fail
	 */
	void fail(Throwable cause);

	/**
	 * Ends the recording as a failure without an exception.
	 * @param errorType what kind of failure, one of few values, such as a status
	 */
	void fail(String errorType);

	/**
	 * Ends the recording as skipped: there was nothing to do, or another instance does
	 * it. This is neither a success nor a failure, so {@code job.last.success} and
	 * {@code job.run} do not change, and {@code job.skipped} counts it.
	 * @param reason why it was skipped, one of few values, such as {@code locked}
	 */
	void skip(String reason);

	/**
	 * Restores the context from before {@link Operation#open()}, and ends the recording
	 * as a failure if it has not ended.
	 */
	@Override
	void close();

}
