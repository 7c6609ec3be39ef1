package dev.telemetry.autoconfigure.messaging;

import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelTraceContext;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Records messages that templates send, by Spring's own observation of them: a span below
 * the current one, whose ids are sent with the message. Thread safe.
 *
 * @param <M> type of the message
 * @param <C> type of the context of the observation
 */
final class SentMessages<M, C extends SenderContext<M>> implements ObservedOperation<C> {

	/** Value of the attribute for the operation. */
	static final String SEND = "send";

	private final Class<C> type;

	private final MessageOperations operations;

	private final MessageContexts contexts;

	private final BiConsumer<M, String> remover;

	private final Description<C> description;

	/**
	 * Creates an operation.
	 * @param remover removes a header from a message
	 */
	SentMessages(Class<C> type, MessageOperations operations, MessageContexts contexts, BiConsumer<M, String> remover,
			Description<C> description) {
		this.type = type;
		this.operations = operations;
		this.contexts = contexts;
		this.remover = remover;
		this.description = description;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public @Nullable Operation operation(C context) {
		return this.operations.sending();
	}

	/**
	 * Writes the ids of a span that was started to the message.
	 */
	void started(C context, io.micrometer.tracing.Span span) {
		M message = context.getCarrier();
		TraceContext ids = span.context();
		if (message != null) {
			this.contexts.send(OtelTraceContext.toOtelContext(ids), message,
					(carrier, key, value) -> context.getSetter().set(message, key, value),
					(key) -> this.remover.accept(message, key));
		}
	}

	@Override
	public void end(C context, Recording recording) {
		recording.describe((span) -> this.description.write(span, context));
		Throwable failure = context.getError();
		if (failure != null) {
			recording.fail(failure);
		}
		else {
			recording.succeed();
		}
	}

	/**
	 * Writes attributes to a span that are specific to the system.
	 *
	 * @param <C> type of the context of the observation
	 */
	interface Description<C> {

		void write(Span span, C context);

	}

}
