package dev.telemetry.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

	/**
	 * Prints what was written, so that a long document never is in the memory.
	 */
	static void print(JsonBuffer json, PrintWriter out) {
		out.print(text(json));
		json.discard();
	}

	/**
	 * What was written, as text. Marks that turn the direction of writing round are
	 * escaped: it may be shown on a terminal.
	 */
	static String text(JsonBuffer json) {
		String text = StandardCharsets.UTF_8.decode(json.toByteBuffer()).toString();
		StringBuilder escaped = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.getType(c) == Character.FORMAT) {
				escaped.append(Text.format("\\u%04x", (int) c));
			}
			else {
				escaped.append(c);
			}
		}
		return escaped.toString();
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
