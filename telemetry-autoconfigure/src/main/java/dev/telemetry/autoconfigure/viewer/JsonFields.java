package dev.telemetry.autoconfigure.viewer;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Sets fields of JSON objects.
 */
final class JsonFields {

	private JsonFields() {
	}

	/**
	 * Sets a field, or leaves it out if it has no value.
	 */
	static void put(Map<String, Object> json, String field, @Nullable Object value) {
		if (value != null) {
			json.put(field, value);
		}
	}

	/**
	 * Converts a time to the unit of the JSON.
	 * @param nanos nanoseconds
	 * @return microseconds, which JavaScript represents exactly
	 */
	static long micros(long nanos) {
		return TimeUnit.NANOSECONDS.toMicros(nanos);
	}

}
