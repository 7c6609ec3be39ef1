package dev.telemetry.view;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

import dev.telemetry.text.CutText;

/**
 * Cuts texts that are too long to be shown.
 */
final class LongTexts {

	static final int MAX_LENGTH = 16_384;

	private static final int MAX_KEY_LENGTH = 512;

	private static final String ELLIPSIS = "\u2026";

	private LongTexts() {
	}

	static String cut(String text) {
		return cut(text, MAX_LENGTH);
	}

	private static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		int end = CutText.end(text, length);
		return text.substring(0, end) + ELLIPSIS + " (" + (text.length() - end) + " more characters)";
	}

	/**
	 * Shortens a text that is available in full elsewhere.
	 */
	static String shorten(String text, int length) {
		return (text.length() > length) ? text.substring(0, CutText.end(text, length)) + ELLIPSIS : text;
	}

	/**
	 * Cuts keys and values.
	 * @return the same attributes if all are short
	 */
	static Attributes cut(Attributes attributes) {
		boolean[] found = new boolean[1];
		attributes.forEach((key, value) -> found[0] |= isLong(key, value));
		if (!found[0]) {
			return attributes;
		}
		AttributesBuilder builder = Attributes.builder();
		attributes.forEach((key, value) -> put(builder, key, value));
		return builder.build();
	}

	private static boolean isLong(AttributeKey<?> key, Object value) {
		if (key.getKey().length() > MAX_KEY_LENGTH) {
			return true;
		}
		if (value instanceof List<?> values) {
			return values.stream().anyMatch((element) -> isLong(element));
		}
		return isLong(value);
	}

	private static boolean isLong(Object value) {
		return value instanceof String text && text.length() > MAX_LENGTH;
	}

	@SuppressWarnings("unchecked")
	private static void put(AttributesBuilder builder, AttributeKey<?> key, Object value) {
		String name = cut(key.getKey(), MAX_KEY_LENGTH);
		if (value instanceof String text) {
			builder.put(AttributeKey.stringKey(name), cut(text));
		}
		else if (value instanceof List<?> values && values.stream().anyMatch(String.class::isInstance)) {
			List<String> texts = new ArrayList<>(values.size());
			values.forEach((element) -> texts.add(cut(String.valueOf(element))));
			builder.put(AttributeKey.stringArrayKey(name), texts);
		}
		else {
			builder.put((AttributeKey<Object>) key, value);
		}
	}

}
