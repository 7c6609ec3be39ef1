package dev.telemetry.export;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;

/**
 * Estimates the size of texts, values and attributes on the wire, rather too large than
 * too small. Texts are counted to the byte, everything else by a constant. Not thread
 * safe.
 */
final class ValueSize implements BiConsumer<AttributeKey<?>, Object> {

	private static final int VALUE = 16;

	private long bytes;

	private boolean tooDeep;

	// Number of parts of the value that is being measured.
	private int parts;

	// Whether elements may be missing in the array that is being measured.
	private boolean gaps;

	/**
	 * Adds an attribute. Iterating over a map of attributes would create an object for
	 * each.
	 * @throws IllegalArgumentException if the value is not of the type of the key, or is
	 * an array of numbers or booleans that contains {@code null}
	 */
	@Override
	public void accept(AttributeKey<?> key, Object value) {
		if (!isOf(key.getType(), value)) {
			// The exporter would fail on it, and lose the whole batch.
			throw new IllegalArgumentException("A value is not of the type of its key");
		}
		this.parts = 0;
		this.gaps = key.getType() == AttributeType.STRING_ARRAY;
		this.bytes += VALUE + utf8(key.getKey()) + value(value, 0);
	}

	private static boolean isOf(AttributeType type, Object value) {
		return switch (type) {
			case STRING -> value instanceof String;
			case BOOLEAN -> value instanceof Boolean;
			case LONG -> value instanceof Long;
			case DOUBLE -> value instanceof Double;
			case STRING_ARRAY -> isArrayOf(String.class, value);
			case BOOLEAN_ARRAY -> isArrayOf(Boolean.class, value);
			case LONG_ARRAY -> isArrayOf(Long.class, value);
			case DOUBLE_ARRAY -> isArrayOf(Double.class, value);
			case VALUE -> value instanceof Value<?>;
		};
	}

	private static boolean isArrayOf(Class<?> type, Object value) {
		if (!(value instanceof List<?> elements)) {
			return false;
		}
		for (Object element : elements) {
			if (element != null && !type.isInstance(element)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Adds a fixed number of bytes.
	 */
	void add(long number) {
		this.bytes += number;
	}

	/**
	 * Adds a text.
	 */
	void text(@Nullable String text) {
		if (text != null) {
			this.bytes += utf8(text);
		}
	}

	/**
	 * Adds a value.
	 */
	void value(@Nullable Value<?> value) {
		if (value != null) {
			this.parts = 0;
			this.bytes += value(value, 0);
		}
	}

	/**
	 * Returns the total size.
	 * @return bytes, or {@link Long#MAX_VALUE} if a value is nested too deeply, or has
	 * too many parts, to be sent
	 */
	long bytes() {
		return (this.tooDeep) ? Long.MAX_VALUE : this.bytes;
	}

	private long value(@Nullable Object value, int depth) {
		if (value instanceof String text) {
			return VALUE + utf8(text);
		}
		if (value == null && !this.gaps) {
			// The exporter would fail on it, and lose the whole batch.
			throw new IllegalArgumentException("An element of an array is missing");
		}
		// Backends do not accept more, and writers would overflow their stack.
		if (depth == SpanFootprint.MAX_DEPTH || this.parts > SpanFootprint.MAX_PARTS) {
			this.tooDeep = true;
			return VALUE;
		}
		if (value instanceof List<?> values) {
			long size = VALUE;
			for (Object element : values) {
				size += value(element, depth + 1);
			}
			return size;
		}
		if (value instanceof Value<?> structured) {
			this.parts++;
			return value(structured.getValue(), depth);
		}
		if (value instanceof KeyValue member) {
			return VALUE + utf8(member.getKey()) + value(member.getValue(), depth);
		}
		return VALUE + ((value instanceof ByteBuffer binary) ? binary.remaining() : 0L);
	}

	// A lone surrogate is replaced by fewer bytes than are counted here.
	private static long utf8(String text) {
		long size = text.length();
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				size += (character >= 0x800) ? 2 : 1;
			}
		}
		return size;
	}

}
