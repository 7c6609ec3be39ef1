package dev.telemetry.autoconfigure.viewer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;

/**
 * Converts attributes to JSON.
 */
final class AttributeJson {

	// The largest integer that JavaScript represents exactly.
	private static final long MAX_INTEGER = (1L << 53) - 1;

	private AttributeJson() {
	}

	static Map<String, Object> of(Attributes attributes) {
		Map<String, Object> json = new LinkedHashMap<>();
		attributes.forEach((key, value) -> json.put(key.getKey(), value(value)));
		return json;
	}

	private static Object value(Object value) {
		if (value instanceof Long number) {
			return (Math.abs(number) <= MAX_INTEGER) ? number : number.toString();
		}
		if (value instanceof Double number) {
			return (Double.isFinite(number)) ? number : number.toString();
		}
		if (value instanceof List<?> values) {
			return values.stream().map((element) -> value(element)).toList();
		}
		if (value instanceof Value<?> structured) {
			return structured.asString();
		}
		return value;
	}

}
