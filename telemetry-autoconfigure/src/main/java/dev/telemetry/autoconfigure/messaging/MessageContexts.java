package dev.telemetry.autoconfigure.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;

/**
 * Reads and writes the trace in the headers of messages. Any sender of messages can write
 * these headers, so a header that is not text, or is longer than its specification
 * allows, is ignored. Thread safe.
 */
final class MessageContexts {

	/** Longest header that is read. */
	static final int MAX_LENGTH = 8_192;

	// Belongs to the application, which may have set it.
	private static final String BAGGAGE = "baggage";

	private static final Headers HEADERS = new Headers();

	private final Supplier<OpenTelemetry> openTelemetry;

	private final InternalFailures failures;

	MessageContexts(Supplier<OpenTelemetry> openTelemetry, InternalFailures failures) {
		this.openTelemetry = openTelemetry;
		this.failures = failures;
	}

	/**
	 * Returns the context that a message came with.
	 * @param headers returns the value of a header, as text or as the bytes of text
	 * @return the context, without a span if there is none in the message
	 */
	Context received(Function<String, @Nullable Object> headers) {
		try {
			return this.openTelemetry.get()
				.getPropagators()
				.getTextMapPropagator()
				.extract(Context.root(), headers, HEADERS);
		}
		catch (Throwable ex) {
			this.failures.report("reading the trace of a message", ex);
			return Context.root();
		}
	}

	/**
	 * Writes a context to a message.
	 * @param message the message
	 * @param setter sets a header
	 * @param remover removes a header: a message that is passed on may have those of
	 * another trace
	 */
	<M> void send(Context context, M message, TextMapSetter<M> setter, Consumer<String> remover) {
		try {
			TextMapPropagator propagator = this.openTelemetry.get().getPropagators().getTextMapPropagator();
			for (String field : propagator.fields()) {
				if (!field.equals(BAGGAGE)) {
					remover.accept(field);
				}
			}
			propagator.inject(context, message, setter);
		}
		catch (Throwable ex) {
			this.failures.report("writing the trace to a message", ex);
		}
	}

	private static final class Headers implements TextMapGetter<Function<String, @Nullable Object>> {

		@Override
		public Iterable<String> keys(Function<String, @Nullable Object> headers) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable Function<String, @Nullable Object> headers, String key) {
			Object value = (headers != null) ? headers.apply(key) : null;
			if (value instanceof String text && text.length() <= MAX_LENGTH) {
				return text;
			}
			return (value instanceof byte[] bytes && bytes.length <= MAX_LENGTH)
					? new String(bytes, StandardCharsets.UTF_8) : null;
		}

	}

}
