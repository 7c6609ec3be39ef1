package dev.telemetry.privacy;

import dev.telemetry.privacy.SensitiveWords.Sensitivity;

/**
 * Finds values in messages that name a key and quote its value: those of Spring's
 * validation, {@code on field 'password': rejected value [x]; codes [...]}, and of its
 * conversion, {@code Method parameter 'otp': Failed to convert value of type ...; For
 * input string: "x"}, of Spring Boot, where {@code Value: "x"} is on the line below
 * {@code Property: shop.api-key}, of PostgreSQL,
 * {@code Key (api_key)=(x) already exists}, and of MySQL,
 * {@code Duplicate entry 'x' for key 'users.api_key'}.
 */
final class ReportedValues {

	private static final String REJECTED = ": rejected value [";

	private static final String REJECTED_END = "]; codes [";

	private static final String NOT_CONVERTED = ": Failed to convert value of type '";

	private static final String OF_PROPERTY = " for property ";

	// Between what was to be converted and the message of the cause.
	private static final String BEFORE_CAUSE = "'; ";

	private static final String COLUMNS_END = ")=(";

	private static final int MAX_COLUMNS = 256;

	private static final String DUPLICATE = "Duplicate entry ";

	private static final String DUPLICATE_END = "' for key '";

	private static final int MAX_ENTRY = 512;

	private static final int MAX_TYPES = 512;

	private static final String PROPERTY = "Property: ";

	private static final String VALUE = "Value: ";

	private static final int MAX_INDENT = 16;

	private static final String VERSION_OF_REQUEST = ", apiVersion";

	private ReportedValues() {
	}

	/**
	 * Returns whether a colon is between the name of a field or parameter and a message
	 * about its value.
	 */
	static boolean isMessage(String text, int colon) {
		return text.startsWith(REJECTED, colon) || text.startsWith(NOT_CONVERTED, colon);
	}

	static long inMessage(String text, int colon) {
		if (!text.startsWith(REJECTED, colon)) {
			return notConverted(text, colon + NOT_CONVERTED.length());
		}
		int start = colon + REJECTED.length();
		int end = text.indexOf(REJECTED_END, start);
		return SecretValue.hidden(text, start, (end < 0) ? text.length() : end);
	}

	private static long notConverted(String text, int types) {
		int limit = Math.min(text.length(), types + MAX_TYPES);
		int end = types;
		while (end < limit && text.charAt(end) != '\n' && !text.startsWith(BEFORE_CAUSE, end)) {
			end++;
		}
		return cause(text, end);
	}

	/**
	 * Returns whether a quote begins the name of a property whose value could not be
	 * converted.
	 */
	static boolean isOfProperty(String text, int quote) {
		return text.startsWith(OF_PROPERTY, quote - OF_PROPERTY.length());
	}

	/**
	 * Finds the message of a cause, which repeats the value in a format of its own.
	 * @param text the text
	 * @param quote index of the quote that ends the name of the property or type
	 */
	static long cause(String text, int quote) {
		int start = quote + BEFORE_CAUSE.length();
		if (!text.startsWith(BEFORE_CAUSE, quote)) {
			return Detector.NONE;
		}
		int end = text.indexOf('\n', start);
		return SecretValue.hidden(text, start, (end < 0) ? text.length() : end);
	}

	/**
	 * Returns whether a colon is before the name of a property of the configuration that
	 * is invalid.
	 */
	static boolean isBeforeProperty(String text, int colon) {
		return text.startsWith(PROPERTY, colon - PROPERTY.indexOf(':'));
	}

	static int propertyEnd(String text, int colon) {
		int end = colon + 2;
		int limit = Math.min(text.length(), end + MAX_COLUMNS);
		while (end < limit && !Ascii.isSpace(text.charAt(end))) {
			end++;
		}
		return end;
	}

	static long onNextLine(String text, int nameEnd) {
		int start = nameEnd;
		int limit = Math.min(text.length(), start + MAX_INDENT);
		while (start < limit && Ascii.isSpace(text.charAt(start))) {
			start++;
		}
		return (text.startsWith(VALUE, start)) ? SecretValue.find(text, start + VALUE.length(), Sensitivity.SURE, false)
				: Detector.NONE;
	}

	/**
	 * Returns whether an equals sign is between names of columns and their values.
	 */
	static boolean isOfColumns(String text, int sign) {
		return text.startsWith(COLUMNS_END, sign - 1);
	}

	/**
	 * Returns the index of the first of the names, of which only the last ones are read
	 * if there are many.
	 */
	static int columnsStart(String text, int sign, int from) {
		int start = sign - 1;
		int limit = Math.max(from, start - MAX_COLUMNS);
		while (start > limit && text.charAt(start - 1) != '(') {
			start--;
		}
		return start;
	}

	static long ofColumns(String text, int sign) {
		int start = sign + 2;
		int end = text.indexOf(')', start);
		while (end >= 0 && end + 1 < text.length() && !Ascii.isSpace(text.charAt(end + 1))) {
			end = text.indexOf(')', end + 1);
		}
		return SecretValue.hidden(text, start, (end < 0) ? text.length() : end);
	}

	/**
	 * Returns the index behind a duplicate entry that a quote begins, or -1 if it begins
	 * none.
	 */
	static int entryEnd(String text, int quote) {
		if (text.startsWith(DUPLICATE, quote - DUPLICATE.length())) {
			int limit = Math.min(text.length(), quote + MAX_ENTRY);
			for (int i = quote + 1; i < limit; i++) {
				if (text.startsWith(DUPLICATE_END, i)) {
					return i;
				}
			}
		}
		return -1;
	}

	/**
	 * Returns the index of the name of the key, which is in quotes.
	 */
	static int entryKey(int entryEnd) {
		return entryEnd + DUPLICATE_END.length();
	}

	/**
	 * Returns whether a value is the name of a kind of requests, as in
	 * {@code RequestHeader(apiKey=PRODUCE, apiVersion=9)} of Kafka.
	 */
	static boolean isKindOfRequest(String text, long value) {
		int start = Detector.end(value);
		if (!text.startsWith(VERSION_OF_REQUEST, start)) {
			return false;
		}
		while (start > Detector.start(value)
				&& (Ascii.isUpper(text.charAt(start - 1)) || text.charAt(start - 1) == '_')) {
			start--;
		}
		return start == Detector.start(value);
	}

}
