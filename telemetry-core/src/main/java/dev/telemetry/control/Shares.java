package dev.telemetry.control;

import java.util.regex.Pattern;

/**
 * Parses shares that people write.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Shares {

	// Java also reads 1d and 1f as numbers, which may be meant as durations.
	private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?");

	private Shares() {
	}

	/**
	 * Parses a share.
	 * @param text a decimal number
	 * @return the number, of which the range is not checked
	 * @throws IllegalArgumentException if the text is not a decimal number
	 */
	public static double parse(String text) {
		String number = text.strip();
		if (!DECIMAL.matcher(number).matches()) {
			throw new IllegalArgumentException("Not a decimal number");
		}
		return Double.parseDouble(number);
	}

}
