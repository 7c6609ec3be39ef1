package dev.telemetry.cli;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes what {@link Json} has read.
 */
final class JsonOutput {

	private JsonOutput() {
	}

	static void write(JsonBuffer json, @Nullable Object value) {
		if (value instanceof Map<?, ?> members) {
			json.beginObject();
			members.forEach((key, member) -> write(json.key(key.toString()), member));
			json.endObject();
		}
		else if (value instanceof List<?> elements) {
			json.beginArray();
			elements.forEach((element) -> write(json, element));
			json.endArray();
		}
		else {
			writePlain(json, value);
		}
	}

	private static void writePlain(JsonBuffer json, @Nullable Object value) {
		if (value == null) {
			json.nothing();
		}
		else if (value instanceof Boolean truth) {
			json.value(truth.booleanValue());
		}
		else if (value instanceof Double number) {
			writeNumber(json, number);
		}
		else {
			json.value(value.toString());
		}
	}

	// Counts as they were written.
	static void writeNumber(JsonBuffer json, double number) {
		if (number == Math.rint(number) && Math.abs(number) < 1e15) {
			json.value((long) number);
		}
		else {
			json.value(number);
		}
	}

}
