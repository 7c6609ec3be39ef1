package dev.telemetry.record;

import java.util.Map;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Records jobs, calls to other services, and any other work as spans. Every application
 * has a bean of this type. While telemetry is off, it is {@link #noop()}, which runs the
 * same code, records nothing and allocates nothing.
 * <p>
 * Thread safe. Invalid arguments are counted, and the first one is logged as a warning.
 * They throw an {@link IllegalArgumentException} only with {@code telemetry.failure-mode}
 * {@code propagate}.
 *
 * @since 0.1.0
 */
public interface TelemetryRecorder {

	/**
	 * Returns a recorder that records nothing.
	 * @return the recorder
	 */
	static TelemetryRecorder noop() {
		return NoopRecorder.INSTANCE;
	}

	/**
	 * Returns a job whose runs become {@code job.run} spans and measurements.
	 * @param queue where the job comes from, one of few values
	 * @param type what kind of job it is, one of few values
	 * @return the operation, which may be kept for many runs
	 */
	Operation job(String queue, String type);

	/**
	 * Returns a call to another service whose runs become {@code external.api.call} spans
	 * and measurements.
	 * @param service name of the called service, one of few values
	 * @param operation what the service is asked to do, one of few values: a template,
	 * not a URL
	 * @return the operation, which may be kept for many runs
	 */
	Operation externalCall(String service, String operation);

	/**
	 * Returns any other operation, whose runs become spans without measurements.
	 * @param name name of the span, one of few values
	 * @return the operation, which may be kept for many runs
	 */
	Operation span(String name);

	/**
	 * Returns the innermost recording that this code runs in, such as that of a method
	 * with {@link TimedJob}, to add to it or to {@linkplain Recording#skip(String) skip}
	 * it.
	 * @return the recording, or one that records nothing if there is none
	 */
	Recording current();

	/**
	 * Adds an event to the current span, whatever has started it.
	 * @param name name of the event
	 */
	void event(String name);

	/**
	 * Adds an event to the current span, whatever has started it.
	 * @param name name of the event
	 * @param attributes attributes of the event; numbers and booleans keep their type,
	 * all other values become strings
	 */
	void event(String name, Map<String, ?> attributes);

	/**
	 * Keeps the trace of the current span with all its spans in this process, whatever
	 * its outcome and the sampling ratio are. The same as setting the attribute
	 * {@code telemetry.keep} on the span, but with immediate effect: services that are
	 * called from now on see a sampled trace.
	 */
	void keepTrace();

	/**
	 * Registers the gauge {@code queue.depth}. For a queue that already has one, the new
	 * source replaces the old one. Sources are held for as long as the application runs.
	 * At most 1,000 queues have a gauge.
	 * @param queue name of the queue, one of few values
	 * @param depth returns the length of the queue; called at each scrape, by any thread
	 */
	void queueDepth(String queue, IntSupplier depth);

	/**
	 * Returns the id of the current trace.
	 * @return 32 hex digits, or {@code null} if there is no current span
	 */
	@Nullable String traceId();

	/**
	 * Returns the id of the current span.
	 * @return 16 hex digits, or {@code null} if there is no current span
	 */
	@Nullable String spanId();

	/**
	 * Returns the ids of the current span for a structured log call, under the keys that
	 * the logging context has: {@code trace_id} and {@code span_id}.
	 * @return the ids, empty if there is no current span
	 */
	Map<String, String> logContext();

	/**
	 * Adds values to each exported log record of this thread, and of the tasks that it
	 * hands to executors, until the scope is closed. The console never shows them,
	 * because they are not in the logging context (MDC). Does nothing if log records are
	 * not exported. A thread has at most 64 values; further ones are left out.
	 * @param values such as the id of a workflow or of a tenant; numbers and booleans
	 * keep their type, all other values become strings of at most 4,096 characters
	 * @return the scope, to be closed on this thread
	 */
	LogContextScope logContext(Map<String, ?> values);

}
