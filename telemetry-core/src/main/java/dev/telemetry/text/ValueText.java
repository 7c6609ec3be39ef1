package dev.telemetry.text;

import java.util.Arrays;

/**
 * Converts values to text. An array is converted like a list of its elements.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ValueText {

	private ValueText() {
	}

	/**
	 * Returns the text of a value. May throw whatever the value's {@code toString()}
	 * throws.
	 * @param value the value
	 * @return the text
	 */
	public static String of(Object value) {
		if (value instanceof Object[] elements) {
			return Arrays.toString(elements);
		}
		// An array of characters usually contains a password.
		if (!value.getClass().isArray() || value instanceof char[]) {
			return String.valueOf(value);
		}
		String nested = Arrays.deepToString(new Object[] { value });
		return nested.substring(1, nested.length() - 1);
	}

}
