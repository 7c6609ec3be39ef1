package dev.telemetry.autoconfigure.messaging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.SpanNames;
import dev.telemetry.record.Operation;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Creates the operations for messages. Thread safe.
 */
final class MessageOperations {

	/** Maximum number of jobs that are remembered. */
	private static final int MAX_JOBS = 1_000;

	private final Supplier<TelemetryRecorder> recorder;

	private final ConcurrentMap<Job, Operation> jobs = new ConcurrentHashMap<>();

	private volatile @Nullable Operation sending;

	/**
	 * Creates the operations.
	 * @param recorder supplies the recorder, called with the first message, because the
	 * recorder depends on the registry of observations, which depends on the handlers of
	 * messages
	 */
	MessageOperations(Supplier<TelemetryRecorder> recorder) {
		this.recorder = recorder;
	}

	/**
	 * Returns the operation for the run of a listener.
	 * @param queue the queue of the message
	 * @param type the type of the job
	 */
	Operation job(String queue, String type) {
		Job job = new Job(queue, type);
		Operation operation = this.jobs.get(job);
		if (operation == null) {
			operation = this.recorder.get().job(queue, type).startedByMessage();
			if (this.jobs.size() < MAX_JOBS) {
				this.jobs.put(job, operation);
			}
		}
		return operation;
	}

	/**
	 * Returns the operation for the sending of a message.
	 * @return the operation, or {@code null} outside of a trace: the trace then begins at
	 * the receiver, and is sampled as a job
	 */
	@Nullable Operation sending() {
		if (!Span.current().getSpanContext().isValid()) {
			return null;
		}
		Operation operation = this.sending;
		if (operation == null) {
			operation = this.recorder.get().span(SpanNames.MESSAGE_SEND).sendsMessage();
			this.sending = operation;
		}
		return operation;
	}

	/**
	 * The names of a job.
	 *
	 * @param queue name of the queue
	 * @param type type of the job
	 */
	private record Job(String queue, String type) {

	}

}
