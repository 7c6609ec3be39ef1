package dev.telemetry.record;

import java.util.Map;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Records jobs, calls to other services, and whatever else is worth a span. A bean of
 * every application: while telemetry is off it is the {@link #noop()} twin, which runs
 * the same code and allocates nothing.
 * <p>
 * Thread safe. Odd arguments are counted and warned about once, they never reach the
 * application, unless {@code telemetry.failure-mode} is {@code propagate}: then they
 * throw.
 *
 * @since 0.1.0
 */
public interface TelemetryRecorder {

	/**
	 * A recorder that records nothing.
	 * @return the recorder
	 */
	static TelemetryRecorder noop() {
		return NoopRecorder.INSTANCE;
	}

	/**
	 * A job, to become a {@code job.run} span and measurement.
	 * @param queue where it comes from, one of few values
	 * @param type what kind of job it is, one of few values
	 * @return what to run, and may be kept for many runs
	 */
	Operation job(String queue, String type);

	/**
	 * A call to another service, to become an {@code external.api.call} span and
	 * measurement.
	 * @param service who is called, one of few values
	 * @param operation what is asked for, one of few values: a template, not a URL
	 * @return what to run, and may be kept for many runs
	 */
	Operation externalCall(String service, String operation);

	/**
	 * Anything else, to become a span that is not measured.
	 * @param name name of the span, one of few values
	 * @return what to run, and may be kept for many runs
	 */
	Operation span(String name);

	/**
	 * The innermost recording that this code runs in, such as that of a method with
	 * {@link TimedJob}, to add to it or to {@linkplain Recording#skip(String) skip} it.
	 * @return the recording, or one that records nothing if there is none
	 */
	Recording current();

	/**
	 * Adds an event to the current span, whoever started it.
	 * @param name name of the event
	 */
	void event(String name);

	/**
	 * Adds an event to the current span, whoever started it.
	 * @param name name of the event
	 * @param attributes what there is to say; numbers and booleans stay what they are,
	 * everything else becomes text
	 */
	void event(String name, Map<String, ?> attributes);

	/**
	 * Keeps the trace of the current span with all its spans in this process, whatever
	 * becomes of it and whatever the sampling ratio is. The same as setting the attribute
	 * {@code telemetry.keep} on the span, but at once: services that are called from now
	 * on see a sampled trace.
	 */
	void keepTrace();

	/**
	 * Registers the gauge {@code queue.depth}. For a queue that has one already, the new
	 * source replaces the old one. Sources are held for as long as the application runs.
	 * @param queue name of the queue, one of few values
	 * @param depth tells how much waits in it; called at each scrape, by any thread
	 */
	void queueDepth(String queue, IntSupplier depth);

	/**
	 * Id of the current trace.
	 * @return 32 hex digits, or {@code null} if there is no current span
	 */
	@Nullable String traceId();

	/**
	 * Id of the current span.
	 * @return 16 hex digits, or {@code null} if there is no current span
	 */
	@Nullable String spanId();

	/**
	 * The ids of the current span for a structured log call, under the keys that the
	 * logging context has: {@code trace_id} and {@code span_id}.
	 * @return the ids, empty if there is no current span
	 */
	Map<String, String> logContext();

	/**
	 * Adds values to each log record that this thread logs until the scope is closed, and
	 * those that run tasks for it; to what is exported of it only. The console never
	 * shows them, whatever its pattern: they are not in the logging context (MDC). Does
	 * nothing where log records are not exported.
	 * @param values such as the id of a workflow or of a tenant; numbers and truth values
	 * stay what they are, everything else becomes text
	 * @return the scope, to be closed on this thread
	 */
	LogContextScope logContext(Map<String, ?> values);

}
