package dev.telemetry.export.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes the fields that all OTLP JSON has in common, such as attributes and their
 * values: whole numbers as text, bytes as Base64.
 */
final class OtlpJsonValues {

	private final JsonBuffer json;

	OtlpJsonValues(JsonBuffer json) {
		this.json = json;
	}

	/**
	 * Writes the field {@code attributes}, and the number of those that were dropped.
	 * @param total how many attributes there were, at least
	 */
	void attributes(Attributes attributes, int total) {
		if (!attributes.isEmpty()) {
			this.json.key("attributes").beginArray();
			attributes.forEach((key, value) -> pair(key.getKey(), value));
			this.json.endArray();
		}
		dropped("droppedAttributesCount", total - attributes.size());
	}

	/**
	 * Writes a number of dropped elements, unless it is zero.
	 */
	void dropped(String field, int number) {
		if (number > 0) {
			this.json.key(field).value(number);
		}
	}

	/**
	 * Writes a field, unless its text is missing or empty.
	 */
	void text(String field, @Nullable String text) {
		if (text != null && !text.isEmpty()) {
			this.json.key(field).value(text);
		}
	}

	private void pair(String key, Object value) {
		this.json.beginObject().key("key").value(key).key("value");
		any(value);
		this.json.endObject();
	}

	/**
	 * Writes a value as an object that names its type.
	 */
	void any(Object value) {
		this.json.beginObject();
		if (value instanceof String text) {
			this.json.key("stringValue").value(text);
		}
		else if (value instanceof Boolean truth) {
			this.json.key("boolValue").value(truth);
		}
		else if (value instanceof Long number) {
			this.json.key("intValue").value(Long.toString(number));
		}
		else if (value instanceof Double number) {
			this.json.key("doubleValue").value(number);
		}
		else if (value instanceof List<?> values) {
			array(values);
		}
		else if (value instanceof Value<?> structured) {
			structured(structured);
		}
		this.json.endObject();
	}

	// Writes the fields of a value within its object.
	private void structured(Value<?> value) {
		switch (value.getType()) {
			case STRING -> this.json.key("stringValue").value((String) value.getValue());
			case BOOLEAN -> this.json.key("boolValue").value((Boolean) value.getValue());
			case LONG -> this.json.key("intValue").value(Long.toString((Long) value.getValue()));
			case DOUBLE -> this.json.key("doubleValue").value((Double) value.getValue());
			case BYTES -> this.json.key("bytesValue").value(base64((ByteBuffer) value.getValue()));
			case ARRAY -> array((List<?>) value.getValue());
			case KEY_VALUE_LIST -> map((List<?>) value.getValue());
			case EMPTY -> {
			}
		}
	}

	private void array(List<?> values) {
		this.json.key("arrayValue").beginObject().key("values").beginArray();
		for (Object value : values) {
			// As in the binary format, where an array of texts has no gaps.
			any((value != null) ? value : "");
		}
		this.json.endArray().endObject();
	}

	private void map(List<?> pairs) {
		this.json.key("kvlistValue").beginObject().key("values").beginArray();
		for (Object pair : pairs) {
			KeyValue entry = (KeyValue) pair;
			pair(entry.getKey(), entry.getValue());
		}
		this.json.endArray().endObject();
	}

	private static String base64(ByteBuffer bytes) {
		return StandardCharsets.ISO_8859_1.decode(Base64.getEncoder().encode(bytes.duplicate())).toString();
	}

}
