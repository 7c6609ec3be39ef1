package dev.telemetry.autoconfigure.viewer;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import dev.telemetry.view.SearchWords;
import dev.telemetry.view.TraceFilter;

/**
 * The parameters of a request.
 *
 * @param filter the filter for traces
 * @param limit the largest number of traces
 */
record TraceQuery(TraceFilter filter, int limit) {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1_000;

	private static final String DURATION = "a duration, such as 250ms or 2s";

	private static final String TIME = "a time, such as 2026-11-28T10:15:00Z, or milliseconds since 1970";

	private static final String TRUTH = "true or false";

	/**
	 * Parses parameters.
	 * @throws InvalidParameterException if a parameter is invalid
	 */
	static TraceQuery of(@Nullable String q, @Nullable String errors, @Nullable String reason,
			@Nullable String minDuration, @Nullable String maxDuration, @Nullable String from, @Nullable String to,
			@Nullable String after, @Nullable String limit) {
		SearchWords words = SearchWords.of((q != null) ? q : "");
		long min = read("minDuration", minDuration, DURATION, 0L, TraceQuery::nanos);
		long max = read("maxDuration", maxDuration, DURATION, Long.MAX_VALUE, TraceQuery::nanos);
		String wanted = (reason == null || reason.isBlank()) ? null : reason;
		TraceFilter filter = new TraceFilter(words, read("errors", errors, TRUTH, false, TraceQuery::truth), wanted,
				min, max, read("from", from, TIME, Instant.MIN, TraceQuery::time),
				read("to", to, TIME, Instant.MAX, TraceQuery::time),
				read("after", after, "the cursor of an earlier answer", -1L, Long::parseLong));
		return new TraceQuery(filter,
				read("limit", limit, "a number from 1 to " + MAX_LIMIT, DEFAULT_LIMIT, TraceQuery::number));
	}

	/**
	 * Parses a boolean.
	 */
	static boolean truth(String name, @Nullable String value, boolean otherwise) {
		return read(name, value, TRUTH, otherwise, TraceQuery::truth);
	}

	private static <T> T read(String name, @Nullable String value, String allowed, T otherwise,
			Function<String, T> reader) {
		if (value == null || value.isBlank()) {
			return otherwise;
		}
		try {
			return reader.apply(value.strip());
		}
		catch (IllegalArgumentException | DateTimeException | ArithmeticException ex) {
			throw new InvalidParameterException("'" + name + "' makes no sense", allowed);
		}
	}

	private static boolean truth(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException(value);
		};
	}

	private static long nanos(String value) {
		Duration duration = DurationStyle.detectAndParse(value);
		if (duration.isNegative()) {
			throw new IllegalArgumentException(value);
		}
		return duration.toNanos();
	}

	private static Instant time(String value) {
		return (value.chars().allMatch(Character::isDigit)) ? Instant.ofEpochMilli(Long.parseLong(value))
				: Instant.parse(value);
	}

	private static int number(String value) {
		int number = Integer.parseInt(value);
		if (number < 1 || number > MAX_LIMIT) {
			throw new IllegalArgumentException(value);
		}
		return number;
	}

	/**
	 * Thrown for an invalid parameter.
	 */
	static final class InvalidParameterException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String allowed;

		InvalidParameterException(String message, String allowed) {
			super(message);
			this.allowed = allowed;
		}

		String allowed() {
			return this.allowed;
		}

	}

}
