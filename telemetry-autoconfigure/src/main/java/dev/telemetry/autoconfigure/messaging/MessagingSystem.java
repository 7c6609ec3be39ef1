package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * What a messaging system says of the messages that its listeners are given. Thread safe.
 *
 * @param <C> type of the context of an observed listener
 */
interface MessagingSystem<C extends Observation.Context> {

	/** What the span says of the operation. */
	String PROCESS = "process";

	/**
	 * Returns whether this is about a context.
	 * @param context context of an observation
	 */
	boolean supports(Observation.Context context);

	/**
	 * Begins a run of a listener, on its thread.
	 * @param run what is noted of the run
	 * @return whether this is one
	 */
	default boolean begin(C context, MessageRun run) {
		return true;
	}

	/**
	 * Returns where its message came from.
	 */
	String queue(C context);

	/**
	 * Returns what its message came with.
	 */
	Context parent(C context);

	/**
	 * Says of a span what is special to the system.
	 */
	void describe(Span span, C context);

	/**
	 * Returns what the listener threw.
	 * @param failure the same, or what the system made of it
	 */
	Throwable cause(Throwable failure);

}
