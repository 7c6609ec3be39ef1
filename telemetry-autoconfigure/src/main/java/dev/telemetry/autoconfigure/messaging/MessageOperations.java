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
 * What is recorded of messages. Thread safe.
 */
final class MessageOperations {

	private static final String LISTENER = "listener";

	/** Beyond this many queues nothing more is remembered. */
	private static final int MAX_QUEUES = 1_000;

	private final Supplier<TelemetryRecorder> recorder;

	private final ConcurrentMap<String, Operation> jobs = new ConcurrentHashMap<>();

	private volatile @Nullable Operation sending;

	/**
	 * Creates the operations.
	 * @param recorder asked for with the first message: the recorder needs the registry
	 * of observations, which needs what observes messages
	 */
	MessageOperations(Supplier<TelemetryRecorder> recorder) {
		this.recorder = recorder;
	}

	/**
	 * Returns the run of a listener.
	 * @param queue where its message came from
	 */
	Operation job(String queue) {
		Operation job = this.jobs.get(queue);
		if (job == null) {
			job = this.recorder.get().job(queue, LISTENER).startedByMessage();
			if (this.jobs.size() < MAX_QUEUES) {
				this.jobs.put(queue, job);
			}
		}
		return job;
	}

	/**
	 * Returns the sending of a message.
	 * @return the operation, or {@code null} outside of a trace: the message begins one
	 * where it arrives, which is sampled as a job then
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

}
