package dev.telemetry.record;

import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

import dev.telemetry.text.ValueText;

/**
 * Converts a map to attributes: numbers and booleans keep their type, everything else
 * becomes text. A value that is {@code null} is left out.
 */
final class EventAttributes {

	private EventAttributes() {
	}

	static Attributes of(@Nullable Map<String, ?> values) {
		if (values == null || values.isEmpty()) {
			return Attributes.empty();
		}
		AttributesBuilder attributes = Attributes.builder();
		for (Map.Entry<String, ?> entry : values.entrySet()) {
			Object value = entry.getValue();
			if (entry.getKey() != null && value != null) {
				put(attributes, entry.getKey(), value);
			}
		}
		return attributes.build();
	}

	private static void put(AttributesBuilder attributes, String key, Object value) {
		if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			attributes.put(key, ((Number) value).longValue());
		}
		else if (value instanceof Number number) {
			attributes.put(key, number.doubleValue());
		}
		else if (value instanceof Boolean bool) {
			attributes.put(key, bool);
		}
		else {
			attributes.put(key, ValueText.of(value));
		}
	}

}
