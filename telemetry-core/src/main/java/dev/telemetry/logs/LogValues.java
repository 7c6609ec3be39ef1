package dev.telemetry.logs;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.telemetry.text.CutText;

/**
 * Values of key-value pairs, in types that do not change any more: numbers and truth
 * values stay what they are, collections and arrays become lists of text, everything else
 * becomes text on the thread that logs.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogValues {

	/** Most key-value pairs of a record that are read: as many as can be attributes. */
	public static final int MAX_PAIRS = 128;

	// Of a text, and of all texts of a list.
	private static final int MAX_LENGTH = 65_536;

	private static final int MAX_ELEMENTS = 128;

	private LogValues() {
	}

	/**
	 * Makes a value that does not change.
	 * @param value what was logged
	 * @return a text, number, truth value or list of text
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
		// What is in an array of characters is a password more often than not.
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
			String text = cut(String.valueOf(element), room);
			texts.add(text);
			room -= text.length();
		}
		return texts;
	}

	static String cut(String text) {
		return cut(text, MAX_LENGTH);
	}

	private static String cut(String text, int maxLength) {
		return CutText.of(text, maxLength);
	}

}
