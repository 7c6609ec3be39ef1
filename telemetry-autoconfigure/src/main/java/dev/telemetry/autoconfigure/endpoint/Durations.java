package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * Parses durations in the format of configurations.
 */
final class Durations {

	private Durations() {
	}

	/**
	 * Parses a duration.
	 * @throws IllegalArgumentException if the text is not a duration, or has no unit: 15
	 * may be meant as minutes, and would be milliseconds
	 */
	static Duration parse(String value) {
		String text = value.strip();
		if (!text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1)) && !text.equals("0")) {
			throw new IllegalArgumentException("There is no unit");
		}
		return DurationStyle.detectAndParse(text);
	}

}
