package dev.telemetry.text;

import java.util.Arrays;

/**
 * Texts of values. That of an array is that of a list of its elements.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ValueText {

	private ValueText() {
	}

	/**
	 * The text of a value. Throws what the value throws when it is asked.
	 * @param value the value
	 * @return its text
	 */
	public static String of(Object value) {
		if (value instanceof Object[] elements) {
			return Arrays.toString(elements);
		}
		// What is in an array of characters is a password more often than not.
		if (!value.getClass().isArray() || value instanceof char[]) {
			return String.valueOf(value);
		}
		String nested = Arrays.deepToString(new Object[] { value });
		return nested.substring(1, nested.length() - 1);
	}

}
