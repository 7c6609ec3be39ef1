package dev.telemetry.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

/**
 * Redacts the value of an attribute, whatever its type. Thread safe.
 */
final class ValueRedaction {

	private static final int MAX_DEPTH = 32;

	// Beyond this, not every whole number can be represented as a double.
	private static final long MAX_EXACT = 1L << 53;

	// A value that is contained in several others counts for each of them.
	private static final int MAX_PARTS = 10_000;

	private final TextRedaction texts;

	private final AttributeRules rules;

	private final Replacement replacement;

	private final RedactionCounts counts;

	private final boolean cards;

	ValueRedaction(RedactionSettings settings, TextRedaction texts, AttributeRules rules, RedactionCounts counts) {
		this.texts = texts;
		this.rules = rules;
		this.replacement = settings.replacement();
		this.counts = counts;
		this.cards = settings.kinds().contains(SecretKind.CARD);
	}

	/**
	 * Hides a value because of its key.
	 * @return the text to show instead, which is the same text if it is a replacement
	 * already, or {@code null} if the attribute is to be dropped
	 */
	@Nullable String hide(Object value) {
		if (!this.replacement.isDropping() && value instanceof String text
				&& Replacement.endAt(text, 0) == text.length()) {
			return text;
		}
		this.counts.found(RedactionCounts.ATTRIBUTE_KEY);
		return (this.replacement.isDropping()) ? null
				: this.replacement.of(RedactionCounts.ATTRIBUTE_KEY, String.valueOf(value));
	}

	/**
	 * Redacts a value.
	 * @return the same value if nothing was found; {@code null} if a secret was found and
	 * the attribute is to be dropped; otherwise a value that may be of another type
	 */
	@Nullable Object redact(Object value) {
		if (value instanceof String text) {
			return this.texts.redact(text);
		}
		if (value instanceof Long number) {
			return redactNumber(number);
		}
		if (value instanceof Double number) {
			return redactNumber(number);
		}
		if (value instanceof List<?> elements) {
			return redactAll(elements);
		}
		if (value instanceof Value<?> structured) {
			return redact(structured, 0, new Parts());
		}
		return value;
	}

	private @Nullable Object redactNumber(Long number) {
		if (!this.cards || !CardNumbers.isCard(number)) {
			return number;
		}
		this.counts.found(SecretKind.CARD.id());
		return (this.replacement.isDropping()) ? null : this.replacement.of(SecretKind.CARD.id(), number.toString());
	}

	private @Nullable Object redactNumber(Double number) {
		long whole = number.longValue();
		if (whole != number || Math.abs(whole) > MAX_EXACT) {
			return number;
		}
		Object redacted = redactNumber(Long.valueOf(whole));
		return (redacted instanceof Long) ? number : redacted;
	}

	@SuppressWarnings("ReferenceEquality")
	private @Nullable Object redactAll(List<?> elements) {
		List<Object> redacted = null;
		for (int i = 0; i < elements.size(); i++) {
			Object element = elements.get(i);
			Object result = (element != null) ? redact(element, (i > 0) ? elements.get(i - 1) : null) : null;
			if (result == null && element != null) {
				return null;
			}
			if (result != element && redacted == null) {
				redacted = new ArrayList<>(elements.subList(0, i));
			}
			if (redacted != null && result != null) {
				redacted.add(result);
			}
		}
		return (redacted != null) ? redacted.stream().map(String::valueOf).toList() : elements;
	}

	// As in the arguments of a process: "--password", "x".
	private @Nullable Object redact(Object element, @Nullable Object before) {
		return (before instanceof String option && element instanceof String && this.rules.isSecretOption(option))
				? hide(element) : redact(element);
	}

	private @Nullable Value<?> redact(Value<?> value, int depth, Parts parts) {
		parts.seen++;
		if (depth > MAX_DEPTH || parts.seen > MAX_PARTS) {
			this.counts.failed();
			return (this.replacement.isDropping()) ? null
					: Value.of(Replacement.masked((depth > MAX_DEPTH) ? "too-deep" : "too-many"));
		}
		return switch (value.getType()) {
			case STRING, LONG, DOUBLE -> leaf(value, redact(value.getValue()));
			case BYTES -> bytes(value, (ByteBuffer) value.getValue());
			case ARRAY -> array(value, (List<?>) value.getValue(), depth, parts);
			case KEY_VALUE_LIST -> members(value, (List<?>) value.getValue(), depth, parts);
			default -> value;
		};
	}

	private static @Nullable Value<?> leaf(Value<?> value, @Nullable Object redacted) {
		if (redacted == null) {
			return null;
		}
		return redacted.equals(value.getValue()) ? value : Value.of(redacted.toString());
	}

	// The bytes are scanned as text in which every byte is a character.
	private @Nullable Value<?> bytes(Value<?> value, ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		String redacted = this.texts.redact(text);
		if (redacted == null) {
			return null;
		}
		return redacted.equals(text) ? value : Value.of(redacted);
	}

	@SuppressWarnings("ReferenceEquality")
	private @Nullable Value<?> array(Value<?> value, List<?> elements, int depth, Parts parts) {
		List<Value<?>> redacted = new ArrayList<>(elements.size());
		boolean changed = false;
		for (Object element : elements) {
			Value<?> result = redact((Value<?>) element, depth + 1, parts);
			if (result == null) {
				return null;
			}
			changed |= result != element;
			redacted.add(result);
		}
		return (changed) ? Value.of(redacted) : value;
	}

	@SuppressWarnings("ReferenceEquality")
	private @Nullable Value<?> members(Value<?> value, List<?> members, int depth, Parts parts) {
		List<KeyValue> redacted = new ArrayList<>(members.size());
		boolean changed = false;
		for (Object member : members) {
			KeyValue keyValue = (KeyValue) member;
			Value<?> result = member(keyValue, depth, parts);
			if (result == null) {
				return null;
			}
			boolean same = result == keyValue.getValue();
			changed |= !same;
			redacted.add((same) ? keyValue : KeyValue.of(keyValue.getKey(), result));
		}
		return (changed) ? Value.of(redacted.toArray(new KeyValue[0])) : value;
	}

	private @Nullable Value<?> member(KeyValue member, int depth, Parts parts) {
		if (!this.rules.isDenied(member.getKey())) {
			return redact(member.getValue(), depth + 1, parts);
		}
		String text = member.getValue().asString();
		String hidden = hide(text);
		if (hidden == null) {
			return null;
		}
		return (hidden.equals(text)) ? member.getValue() : Value.of(hidden);
	}

	/**
	 * Counts the values of one attribute that were scanned.
	 */
	private static final class Parts {

		private int seen;

	}

}
