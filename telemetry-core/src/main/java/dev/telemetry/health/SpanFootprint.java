package dev.telemetry.health;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * How much memory an ended span takes, rather too much than too little: what limits in
 * bytes are measured with. A text counts by its length, two bytes for each character, so
 * that the cost does not depend on how long it is; everything else counts with a
 * constant. Reads attributes, events, links and trace states, and of an exception that an
 * event keeps the messages, those of its causes included; what else it refers to is not
 * known.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanFootprint implements BiConsumer<AttributeKey<?>, Object> {

	/** Deepest level of an attribute's value that is looked at. */
	public static final int MAX_DEPTH = 32;

	/**
	 * Most values within the value of one attribute that are looked at. One that is held
	 * by several others counts for each of them.
	 */
	public static final int MAX_PARTS = 10_000;

	/**
	 * The size of a span with a value that is deeper, or has more parts: more than any
	 * queue takes.
	 */
	public static final long TOO_LARGE = 1L << 40;

	// The span, its ids, its contexts, its lists, and its place in a queue.
	private static final int SPAN = 512;

	private static final int EVENT = 96;

	private static final int LINK = 128;

	// The node of a map, the object and its header.
	private static final int VALUE = 64;

	private static final int ELEMENT = 24;

	// An exception with the frames of its stack trace.
	private static final int EXCEPTION = 4_096;

	// Of one event, causes and what is suppressed included.
	private static final int MOST_EXCEPTIONS = 32;

	// So many values of such a length are 32 KB.
	private static final int FEW_ATTRIBUTES = 32;

	private static final int SHORT_TEXT = 512;

	// Of a trace state; a member has 512 characters at most.
	private static final int FEW_MEMBERS = 4;

	private long bytes = SPAN;

	// Of the value that is looked at.
	private int parts;

	private SpanFootprint() {
	}

	/**
	 * Measures a span. Never throws: what cannot be read counts like a span without
	 * attributes.
	 * @param span a span that has ended
	 * @return bytes, rather too many than too few
	 */
	public static long of(ReadableSpan span) {
		SpanFootprint footprint = new SpanFootprint();
		try {
			footprint.add(span.toSpanData());
		}
		catch (Throwable ex) {
			// The exporting thread finds out, and counts the span as lost.
			return footprint.bytes();
		}
		return footprint.bytes();
	}

	/**
	 * Measures a span that was read already. Throws what reading it throws.
	 * @param span the span
	 * @return bytes, rather too many than too few
	 */
	public static long of(SpanData span) {
		SpanFootprint footprint = new SpanFootprint();
		footprint.add(span);
		return footprint.bytes();
	}

	/**
	 * Measures attributes alone.
	 * @param attributes the attributes
	 * @return bytes, rather too many than too few
	 */
	public static long of(Attributes attributes) {
		SpanFootprint footprint = new SpanFootprint();
		footprint.bytes = 0;
		attributes.forEach(footprint);
		return footprint.bytes();
	}

	/**
	 * Measures an exception that is kept. Never throws: what cannot be read counts like
	 * one without a message.
	 * @param exception the exception
	 * @return bytes, rather too many than too few
	 */
	public static long of(Throwable exception) {
		SpanFootprint footprint = new SpanFootprint();
		footprint.bytes = EXCEPTION;
		try {
			footprint.exception(exception, MOST_EXCEPTIONS);
		}
		catch (Throwable ex) {
			// The exporting thread says so in its place.
			return footprint.bytes();
		}
		return footprint.bytes();
	}

	private long bytes() {
		return Math.min(this.bytes, TOO_LARGE);
	}

	/**
	 * Whether a span may take more than 32 KB, so that it is worth measuring. Costs less
	 * than to measure it, and leaves no garbage where it is compiled. Never throws.
	 * @param span a span that has ended
	 * @return {@code false} if it is certain to be small
	 */
	public static boolean mayBeLarge(ReadableSpan span) {
		try {
			SpanData data = span.toSpanData();
			if (!data.getEvents().isEmpty() || !data.getLinks().isEmpty()
					|| data.getSpanContext().getTraceState().size() > FEW_MEMBERS) {
				return true;
			}
			Attributes attributes = data.getAttributes();
			if (attributes.size() > FEW_ATTRIBUTES || data.getName().length() > SHORT_TEXT
					|| data.getStatus().getDescription().length() > SHORT_TEXT) {
				return true;
			}
			LongValues found = new LongValues();
			attributes.forEach(found);
			return found.any;
		}
		catch (Throwable ex) {
			return true;
		}
	}

	private void add(SpanData span) {
		this.bytes += text(span.getName()) + text(span.getStatus().getDescription());
		TraceState state = span.getSpanContext().getTraceState();
		TraceState before = span.getParentSpanContext().getTraceState();
		add(state);
		if (!before.equals(state)) {
			add(before);
		}
		span.getAttributes().forEach(this);
		List<EventData> events = span.getEvents();
		for (int i = 0; i < events.size(); i++) {
			EventData event = events.get(i);
			this.bytes += EVENT + text(event.getName());
			event.getAttributes().forEach(this);
			if (event instanceof ExceptionEventData kept) {
				exception(kept.getException(), MOST_EXCEPTIONS);
			}
		}
		List<LinkData> links = span.getLinks();
		for (int i = 0; i < links.size(); i++) {
			LinkData link = links.get(i);
			this.bytes += LINK;
			add(link.getSpanContext().getTraceState());
			link.getAttributes().forEach(this);
		}
	}

	private void add(TraceState state) {
		if (!state.isEmpty()) {
			state.forEach((key, value) -> this.bytes += VALUE + text(key) + text(value));
		}
	}

	// A cycle of causes ends when enough have been counted.
	private int exception(@Nullable Throwable exception, int most) {
		int left = most;
		Throwable next = exception;
		while (next != null && left > 0) {
			left--;
			String message = next.getMessage();
			this.bytes += EXCEPTION + ((message != null) ? text(message) : 0);
			for (Throwable suppressed : next.getSuppressed()) {
				left = exception(suppressed, left);
			}
			next = next.getCause();
		}
		return left;
	}

	/**
	 * Adds an attribute. Not meant to be called.
	 */
	@Override
	public void accept(AttributeKey<?> key, Object value) {
		this.parts = 0;
		this.bytes += VALUE + text(key.getKey()) + value(value, 0);
	}

	private long value(@Nullable Object value, int depth) {
		if (value instanceof String text) {
			return text(text);
		}
		if (depth == MAX_DEPTH || this.parts > MAX_PARTS) {
			return TOO_LARGE;
		}
		if (value instanceof List<?> values) {
			return list(values, depth);
		}
		if (value instanceof Value<?> structured) {
			this.parts++;
			return ELEMENT + value(structured.getValue(), depth);
		}
		if (value instanceof KeyValue member) {
			return VALUE + text(member.getKey()) + value(member.getValue(), depth);
		}
		return (value instanceof ByteBuffer binary) ? binary.remaining() : 0;
	}

	private long list(List<?> values, int depth) {
		long bytes = (long) ELEMENT * values.size();
		if (values.isEmpty() || values.get(0) instanceof Number || values.get(0) instanceof Boolean) {
			return bytes;
		}
		for (Object element : values) {
			bytes += VALUE + value(element, depth + 1);
			if (bytes >= TOO_LARGE) {
				return TOO_LARGE;
			}
		}
		return bytes;
	}

	private static long text(String text) {
		return 2L * text.length();
	}

	/**
	 * Looks for values that may be long.
	 */
	private static final class LongValues implements BiConsumer<AttributeKey<?>, Object> {

		private boolean any;

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			this.any |= (value instanceof String text) ? text.length() > SHORT_TEXT
					: !(value instanceof Number || value instanceof Boolean);
		}

	}

}
