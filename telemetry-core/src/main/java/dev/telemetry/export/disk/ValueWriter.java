package dev.telemetry.export.disk;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes text and attributes in the format of {@link ValueReader}.
 */
final class ValueWriter {

	/** Maximum depth of nested values. */
	static final int MAX_DEPTH = 100;

	private final DataOutputStream out;

	private int depth;

	ValueWriter(DataOutputStream out) {
		this.out = out;
	}

	void text(@Nullable String text) throws IOException {
		if (text == null) {
			this.out.writeInt(-1);
			return;
		}
		bytes(text.getBytes(StandardCharsets.UTF_8));
	}

	private void bytes(byte[] bytes) throws IOException {
		this.out.writeInt(bytes.length);
		this.out.write(bytes);
	}

	void attributes(Attributes attributes) throws IOException {
		this.out.writeInt(attributes.size());
		for (Map.Entry<AttributeKey<?>, Object> attribute : attributes.asMap().entrySet()) {
			text(attribute.getKey().getKey());
			text(attribute.getKey().getType().name());
			attribute(attribute.getValue());
		}
	}

	private void attribute(@Nullable Object value) throws IOException {
		if (value instanceof List<?> list) {
			this.out.writeInt(list.size());
			for (Object element : list) {
				attribute(element);
			}
		}
		else if (value instanceof Value<?> structured) {
			structured(structured);
		}
		else if (value == null) {
			// A gap in an array of texts; other arrays with gaps are not sent.
			text(null);
		}
		else if (value instanceof String text) {
			text(text);
		}
		else if (value instanceof Boolean truth) {
			this.out.writeBoolean(truth);
		}
		else if (value instanceof Long number) {
			this.out.writeLong(number);
		}
		else if (value instanceof Double number) {
			this.out.writeDouble(number);
		}
		else {
			throw new IOException("Not the value of an attribute");
		}
	}

	private void structured(Value<?> value) throws IOException {
		if (this.depth == MAX_DEPTH) {
			throw new IOException("Too deep");
		}
		this.depth++;
		text(value.getType().name());
		switch (value.getType()) {
			case STRING, BOOLEAN, LONG, DOUBLE, ARRAY -> attribute(value.getValue());
			case BYTES -> bytes(copy((ByteBuffer) value.getValue()));
			case KEY_VALUE_LIST -> pairs((List<?>) value.getValue());
			case EMPTY -> {
			}
		}
		this.depth--;
	}

	private void pairs(List<?> pairs) throws IOException {
		this.out.writeInt(pairs.size());
		for (Object pair : pairs) {
			KeyValue entry = (KeyValue) pair;
			text(entry.getKey());
			structured(entry.getValue());
		}
	}

	private static byte[] copy(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

}
