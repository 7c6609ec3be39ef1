package dev.telemetry.logs;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogAttributes;
import dev.telemetry.text.ExceptionCopy;
import dev.telemetry.text.StackText;

/**
 * Collects the attributes of one log record, within limits. Not thread safe.
 */
final class LogAttributeWriter {

	private static final int MAX_ATTRIBUTES = 128;

	private static final int MAX_MESSAGE_IN_TRACE = 1_024;

	private static final int MAX_STACK_TRACE = 32_768;

	private final AttributesBuilder attributes = Attributes.builder();

	private int number;

	private int refused;

	void put(String key, @Nullable Object value) {
		if (value == null || key.isEmpty() || !hasRoom()) {
			return;
		}
		if (value instanceof String text) {
			this.attributes.put(key, LogValues.cut(text));
		}
		else if (value instanceof Boolean truth) {
			this.attributes.put(key, truth);
		}
		else if (value instanceof Double real) {
			this.attributes.put(key, real);
		}
		else if (value instanceof Number whole) {
			this.attributes.put(key, whole.longValue());
		}
		else if (value instanceof List<?> elements) {
			this.attributes.put(key, texts(elements));
		}
	}

	// The number and size of these attributes are limited already.
	void putAll(Attributes others) {
		this.number += others.size();
		this.attributes.putAll(others);
	}

	void put(String key, String[] texts) {
		if (hasRoom()) {
			this.attributes.put(key, texts);
		}
	}

	private boolean hasRoom() {
		if (this.number >= MAX_ATTRIBUTES) {
			this.refused++;
			return false;
		}
		this.number++;
		return true;
	}

	private static String[] texts(List<?> elements) {
		String[] texts = new String[elements.size()];
		for (int i = 0; i < texts.length; i++) {
			texts[i] = String.valueOf(elements.get(i));
		}
		return texts;
	}

	void exception(ExceptionCopy exception) {
		put(LogAttributes.EXCEPTION_TYPE.getKey(), exception.type());
		put(LogAttributes.EXCEPTION_MESSAGE.getKey(), exception.getMessage());
		put(LogAttributes.EXCEPTION_STACK_TRACE.getKey(),
				StackText.of(exception, MAX_MESSAGE_IN_TRACE, MAX_STACK_TRACE));
	}

	Attributes build() {
		return this.attributes.build();
	}

	/**
	 * Returns the number of attributes for which there was no room.
	 */
	int refused() {
		return this.refused;
	}

}
