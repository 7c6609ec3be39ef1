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
 * Estimates how much memory an ended span takes, rather too much than too little. All
 * limits in bytes are measured with it. A text counts two bytes for each character, so
 * that measuring it takes constant time; everything else counts a constant. Reads
 * attributes, events, links and trace states, and the messages of an exception that an
 * event holds, including those of its causes; other objects that the exception refers to
 * are not counted.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanFootprint implements BiConsumer<AttributeKey<?>, Object> {

	/** Deepest level of an attribute's value that is measured. */
	public static final int MAX_DEPTH = 32;

	/**
	 * Maximum number of values within the value of one attribute that are measured. A
	 * value that is contained in several others counts for each of them.
	 */
	public static final int MAX_PARTS = 10_000;

	/**
	 * The size of a span with a value that is deeper, or has more parts. No queue has
	 * that much room.
	 */
	public static final long TOO_LARGE = 1L << 40;

	// For the span, its ids, its contexts, its lists, and its place in a queue.
	private static final int SPAN = 512;

	private static final int EVENT = 96;

	private static final int LINK = 128;

	// For the node of a map, the object and its header.
	private static final int VALUE = 64;

	private static final int ELEMENT = 24;

	// For an exception with the frames of its stack trace.
	private static final int EXCEPTION = 4_096;

	// Maximum number of exceptions of one event, with causes and suppressed ones.
	private static final int MOST_EXCEPTIONS = 32;

	// This many values of the length below take 32 KB.
	private static final int FEW_ATTRIBUTES = 32;

	private static final int SHORT_TEXT = 512;

	// Number of members of a trace state; a member has at most 512 characters.
	private static final int FEW_MEMBERS = 4;

	private long bytes = SPAN;

	// Number of parts of the value that is being measured.
	private int parts;

	private SpanFootprint() {
	}

	/**
	 * Measures a span. Never throws: a span that cannot be read counts like one without
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
			// The exporting thread gets the same exception, and counts the span as lost.
		}
		return footprint.bytes();
	}

	/**
	 * Measures the data of a span. Throws whatever reading the data throws.
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
	 * Measures an exception that is held. Never throws: an exception that cannot be read
	 * counts like one without a message.
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
			// The exporting thread gets the same exception, and reports it.
		}
		return footprint.bytes();
	}

	private long bytes() {
		return Math.min(this.bytes, TOO_LARGE);
	}

	/**
	 * Returns whether a span may take more than 32 KB, so that it is worth measuring.
	 * Costs less than measuring it, and allocates nothing once it is compiled. Never
	 * throws.
	 * @param span a span that has ended
	 * @return {@code false} if the span is certain to be small
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

	// In a cycle of causes, counting ends at the maximum.
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
	 * Adds an attribute. Public for the interface only; not meant to be called.
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
	 * Finds values that may be long.
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
