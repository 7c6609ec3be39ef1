package dev.telemetry.logs;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.telemetry.text.CutText;

/**
 * Converts values of key-value pairs to immutable types, on the logging thread: numbers
 * and booleans keep their type, collections and arrays become lists of text, everything
 * else becomes text.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogValues {

	/**
	 * Maximum number of key-value pairs of a record that are read, which is the maximum
	 * number of attributes.
	 */
	public static final int MAX_PAIRS = 128;

	// Maximum length of a text, and of all texts of a list together.
	private static final int MAX_LENGTH = 65_536;

	private static final int MAX_ELEMENTS = 128;

	private LogValues() {
	}

	/**
	 * Converts a value.
	 * @param value the logged value
	 * @return a text, number, boolean or list of text
	 */
	public static Object of(@Nullable Object value) {
		if (value instanceof String text) {
			return cut(text);
		}
		if (value != null && isPlain(value)) {
			return value;
		}
		if (value instanceof Float number) {
			return number.doubleValue();
		}
		try {
			return structured(value);
		}
		catch (Throwable ex) {
			return "[" + ex.getClass().getName() + "]";
		}
	}

	private static boolean isPlain(Object value) {
		return value instanceof Boolean || value instanceof Double || value instanceof Long || value instanceof Integer
				|| value instanceof Short || value instanceof Byte;
	}

	private static Object structured(@Nullable Object value) {
		if (value instanceof Collection<?> elements) {
			return texts(elements);
		}
		if (value instanceof Object[] elements) {
			return texts(Arrays.asList(elements));
		}
		// An array of characters usually contains a password.
		if (value != null && value.getClass().isArray() && !(value instanceof char[])) {
			return texts(elements(value));
		}
		return cut(String.valueOf(value));
	}

	private static List<Object> elements(Object array) {
		List<Object> elements = new ArrayList<>();
		int number = Math.min(Array.getLength(array), MAX_ELEMENTS);
		for (int i = 0; i < number; i++) {
			elements.add(Array.get(array, i));
		}
		return elements;
	}

	private static List<String> texts(Collection<?> elements) {
		List<String> texts = new ArrayList<>(Math.min(elements.size(), MAX_ELEMENTS));
		int room = MAX_LENGTH;
		for (Object element : elements) {
			if (texts.size() == MAX_ELEMENTS || room == 0) {
				break;
			}
			String text = CutText.of(String.valueOf(element), room);
			texts.add(text);
			room -= text.length();
		}
		return texts;
	}

	/**
	 * Cuts a text that is too long for an attribute.
	 * @param text the text
	 * @return the same text if it is short enough
	 */
	public static String cut(String text) {
		return CutText.of(text, MAX_LENGTH);
	}

}
