package dev.telemetry.export.disk;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Reads text and attributes that {@link ValueWriter} has written.
 */
final class ValueReader {

	private final DataInputStream in;

	private int depth;

	ValueReader(DataInputStream in) {
		this.in = in;
	}

	String text() throws IOException {
		return Objects.requireNonNull(textOrNull());
	}

	@Nullable String textOrNull() throws IOException {
		int length = this.in.readInt();
		return (length >= 0) ? new String(bytes(length), StandardCharsets.UTF_8) : null;
	}

	// A missing element is an empty one on the wire.
	private String textOrEmpty() throws IOException {
		return Objects.requireNonNullElse(textOrNull(), "");
	}

	private byte[] bytes(int length) throws IOException {
		if (length < 0 || length > this.in.available()) {
			throw new IOException("Too short");
		}
		return this.in.readNBytes(length);
	}

	/**
	 * Reads the number of elements that follow, each of which takes at least one byte.
	 */
	int count() throws IOException {
		int count = this.in.readInt();
		if (count < 0 || count > this.in.available()) {
			throw new IOException("Too short");
		}
		return count;
	}

	Attributes attributes() throws IOException {
		AttributesBuilder attributes = Attributes.builder();
		for (int left = count(); left > 0; left--) {
			String key = text();
			put(attributes, key, AttributeType.valueOf(text()));
		}
		return attributes.build();
	}

	private void put(AttributesBuilder attributes, String key, AttributeType type) throws IOException {
		switch (type) {
			case STRING -> attributes.put(AttributeKey.stringKey(key), text());
			case BOOLEAN -> attributes.put(AttributeKey.booleanKey(key), this.in.readBoolean());
			case LONG -> attributes.put(AttributeKey.longKey(key), this.in.readLong());
			case DOUBLE -> attributes.put(AttributeKey.doubleKey(key), this.in.readDouble());
			case STRING_ARRAY -> attributes.put(AttributeKey.stringArrayKey(key), list(this::textOrEmpty));
			case BOOLEAN_ARRAY -> attributes.put(AttributeKey.booleanArrayKey(key), list(this.in::readBoolean));
			case LONG_ARRAY -> attributes.put(AttributeKey.longArrayKey(key), list(this.in::readLong));
			case DOUBLE_ARRAY -> attributes.put(AttributeKey.doubleArrayKey(key), list(this.in::readDouble));
			case VALUE -> attributes.put(AttributeKey.valueKey(key), value());
		}
	}

	private <T> List<T> list(Element<T> element) throws IOException {
		List<T> list = new ArrayList<>();
		for (int left = count(); left > 0; left--) {
			list.add(element.read());
		}
		return list;
	}

	private Value<?> value() throws IOException {
		if (this.depth == ValueWriter.MAX_DEPTH) {
			throw new IOException("Too deep");
		}
		this.depth++;
		Value<?> value = valueWithin();
		this.depth--;
		return value;
	}

	private Value<?> valueWithin() throws IOException {
		return switch (ValueType.valueOf(text())) {
			case STRING -> Value.of(text());
			case BOOLEAN -> Value.of(this.in.readBoolean());
			case LONG -> Value.of(this.in.readLong());
			case DOUBLE -> Value.of(this.in.readDouble());
			case BYTES -> Value.of(bytes(this.in.readInt()));
			case ARRAY -> array();
			case KEY_VALUE_LIST -> pairs();
			case EMPTY -> Value.empty();
		};
	}

	private Value<?> array() throws IOException {
		List<Value<?>> elements = new ArrayList<>();
		for (int left = count(); left > 0; left--) {
			elements.add(value());
		}
		return Value.of(elements);
	}

	private Value<?> pairs() throws IOException {
		List<KeyValue> pairs = new ArrayList<>();
		for (int left = count(); left > 0; left--) {
			String key = text();
			pairs.add(KeyValue.of(key, value()));
		}
		return Value.of(pairs.toArray(new KeyValue[0]));
	}

	/**
	 * Reads an element of a list.
	 *
	 * @param <T> type of the element
	 */
	@FunctionalInterface
	private interface Element<T> {

		T read() throws IOException;

	}

}
