package dev.telemetry.export;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.health.SpanFootprint;

/**
 * How large a span is on the wire, rather too large than too small. Counts what is made
 * of text to the byte, and everything else with a constant. Only for one thread.
 */
final class SpanSize implements BiConsumer<AttributeKey<?>, Object> {

	// Ids, times, kinds, lengths and tags of fields.
	private static final int SPAN = 160;

	// A member has 256 characters for its key and for its value, and two that separate.
	private static final int TRACE_STATE = 2 * 256 + 2;

	private static final int EVENT = 32;

	private static final int LINK = 64;

	private static final int VALUE = 16;

	private long bytes;

	private boolean tooDeep;

	// Of the value that is measured.
	private int parts;

	/**
	 * Measures a span.
	 * @return bytes, or {@link Long#MAX_VALUE} for a span that is not to be sent because
	 * a value of it is nested too deeply, or has too many parts
	 */
	long bytes(SpanData span) {
		this.tooDeep = false;
		this.bytes = SPAN + text(span.getName()) + text(span.getStatus().getDescription())
				+ traceState(span.getSpanContext());
		span.getAttributes().forEach(this);
		for (EventData event : span.getEvents()) {
			this.bytes += EVENT + text(event.getName());
			event.getAttributes().forEach(this);
		}
		for (LinkData link : span.getLinks()) {
			this.bytes += LINK + traceState(link.getSpanContext());
			link.getAttributes().forEach(this);
		}
		return (this.tooDeep) ? Long.MAX_VALUE : this.bytes;
	}

	/**
	 * Adds an attribute. A map of them would make an object for each.
	 */
	@Override
	public void accept(AttributeKey<?> key, Object value) {
		this.parts = 0;
		this.bytes += VALUE + text(key.getKey()) + value(value, 0);
	}

	private static long traceState(SpanContext context) {
		return TRACE_STATE * (long) context.getTraceState().size();
	}

	private long value(Object value, int depth) {
		if (value instanceof String text) {
			return VALUE + text(text);
		}
		// Backends do not take more either, and writers would overflow their stack.
		if (depth == SpanFootprint.MAX_DEPTH || this.parts > SpanFootprint.MAX_PARTS) {
			this.tooDeep = true;
			return VALUE;
		}
		if (value instanceof List<?> values) {
			long bytes = VALUE;
			for (Object element : values) {
				bytes += value(element, depth + 1);
			}
			return bytes;
		}
		if (value instanceof Value<?> structured) {
			this.parts++;
			return value(structured.getValue(), depth);
		}
		if (value instanceof KeyValue member) {
			return VALUE + text(member.getKey()) + value(member.getValue(), depth);
		}
		return VALUE + ((value instanceof ByteBuffer binary) ? binary.remaining() : 0L);
	}

	// In UTF-8; a lone surrogate is replaced by less.
	private static long text(String text) {
		long bytes = text.length();
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				bytes += (character >= 0x800) ? 2 : 1;
			}
		}
		return bytes;
	}

}
