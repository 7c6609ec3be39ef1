package dev.telemetry.autoconfigure.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Links a span to the senders of the messages of a batch. Used by one thread.
 */
final class BatchLinks {

	/** The default limit of the SDK. */
	private static final int MAX_LINKS = 128;

	private final Span span;

	private int links;

	private @Nullable SpanContext before;

	BatchLinks(Span span) {
		this.span = span;
	}

	/**
	 * Adds a link, unless the last one is to the same sender: its messages come one after
	 * the other.
	 * @param received the context that a message came with
	 * @return whether there is room for another link
	 */
	boolean add(Context received) {
		SpanContext sender = Span.fromContext(received).getSpanContext();
		if (sender.isValid() && (this.before == null || !this.before.getSpanId().equals(sender.getSpanId()))) {
			this.span.addLink(sender);
			this.before = sender;
			this.links++;
		}
		return this.links < MAX_LINKS;
	}

}
