package dev.telemetry.privacy;

import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

/**
 * Redacts attributes. Thread safe.
 */
final class AttributeRedaction {

	private final TextRedaction texts;

	private final ValueRedaction values;

	private final AttributeRules rules;

	private final boolean exceptionMessages;

	AttributeRedaction(RedactionSettings settings, TextRedaction texts, ValueRedaction values, AttributeRules rules) {
		this.texts = texts;
		this.values = values;
		this.rules = rules;
		this.exceptionMessages = settings.exceptionMessages();
	}

	/**
	 * Replaces secrets in attributes.
	 * @return the same attributes if there are none
	 */
	Attributes redact(Attributes attributes) {
		Changes changes = new Changes(attributes);
		attributes.forEach(changes);
		return (changes.builder != null) ? changes.builder.build() : attributes;
	}

	/**
	 * Redacts a text without a key, such as the name of a span.
	 * @return the same text if nothing was found, or {@code null} if a secret was found
	 * and the text is to be dropped
	 */
	@Nullable String redact(String text) {
		return this.texts.redact(text);
	}

	/**
	 * Redacts a value without a key, such as the body of a log record.
	 * @return the same value if nothing was found, or {@code null} if a secret was found
	 * and the value is to be dropped
	 */
	@Nullable Value<?> redact(Value<?> value) {
		return (Value<?>) this.values.redact(value);
	}

	private @Nullable Object redact(AttributeKey<?> key, Object value) {
		String name = key.getKey();
		if (this.rules.isDenied(name)) {
			// A boolean has too little information to be a secret.
			return (value instanceof Boolean) ? value : this.values.hide(value);
		}
		if (!this.exceptionMessages && name.startsWith("exception.")) {
			return withoutMessage(name, value);
		}
		return this.values.redact(value);
	}

	private @Nullable Object withoutMessage(String name, Object value) {
		if (name.equals(ExceptionTexts.MESSAGE_KEY)) {
			return null;
		}
		if (name.equals(ExceptionTexts.STACK_TRACE_KEY) && value instanceof String text) {
			return this.texts.redact(ExceptionTexts.withoutMessages(text));
		}
		return this.values.redact(value);
	}

	/**
	 * Collects changes of attributes, and copies the attributes only if there are
	 * changes.
	 */
	private final class Changes implements BiConsumer<AttributeKey<?>, Object> {

		private final Attributes attributes;

		private @Nullable AttributesBuilder builder;

		private Changes(Attributes attributes) {
			this.attributes = attributes;
		}

		@Override
		@SuppressWarnings("ReferenceEquality")
		public void accept(AttributeKey<?> key, Object value) {
			Object redacted = redact(key, value);
			if (redacted == value) {
				return;
			}
			AttributesBuilder changed = (this.builder != null) ? this.builder : this.attributes.toBuilder();
			this.builder = changed;
			changed.remove(key);
			put(changed, key.getKey(), redacted);
		}

		private void put(AttributesBuilder changed, String key, @Nullable Object value) {
			if (value instanceof String text) {
				changed.put(key, text);
			}
			else if (value instanceof List<?> list) {
				changed.put(AttributeKey.stringArrayKey(key), list.stream().map(String::valueOf).toList());
			}
			else if (value instanceof Value<?> structured) {
				changed.put(AttributeKey.valueKey(key), structured);
			}
		}

	}

}
