package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * Reads the messages that listeners of a messaging system receive. Thread safe.
 *
 * @param <C> type of the context of an observed listener
 */
interface MessagingSystem<C extends Observation.Context> {

	/** Type of the job of a listener. */
	String LISTENER = "listener";

	/** Value of the attribute for the operation. */
	String PROCESS = "process";

	/**
	 * Returns whether an observation is one of this system.
	 * @param context context of an observation
	 */
	boolean supports(Observation.Context context);

	/**
	 * Begins a run of a listener, on its thread.
	 * @param run the run
	 * @return whether a run begins
	 */
	default boolean begin(C context, MessageRun run) {
		return true;
	}

	/**
	 * Returns the queue of the message.
	 */
	String queue(C context);

	/**
	 * Returns the type of the job of the listener.
	 */
	default String type(C context) {
		return LISTENER;
	}

	/**
	 * Returns the context that the message came with.
	 */
	Context parent(C context);

	/**
	 * Writes attributes to a span that are specific to the system.
	 */
	void describe(Span span, C context);

	/**
	 * Returns the exception that the listener threw.
	 * @param failure the exception, possibly wrapped by the system
	 */
	Throwable cause(Throwable failure);

}
