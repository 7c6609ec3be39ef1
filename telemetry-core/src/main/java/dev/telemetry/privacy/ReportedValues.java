package dev.telemetry.privacy;

/**
 * Finds values in messages that name a key and quote its value: those of Spring's
 * validation, {@code on field 'password': rejected value [x]; codes [...]}, of
 * PostgreSQL, {@code Key (api_key)=(x) already exists}, and of MySQL,
 * {@code Duplicate entry 'x' for key 'users.api_key'}.
 */
final class ReportedValues {

	private static final String REJECTED = ": rejected value [";

	private static final String REJECTED_END = "]; codes [";

	private static final String COLUMNS_END = ")=(";

	private static final int MAX_COLUMNS = 256;

	private static final String DUPLICATE = "Duplicate entry ";

	private static final String DUPLICATE_END = "' for key '";

	private static final int MAX_ENTRY = 512;

	private ReportedValues() {
	}

	/**
	 * Returns whether a colon is behind the name of a field whose value was rejected.
	 */
	static boolean isRejected(String text, int colon) {
		return text.startsWith(REJECTED, colon);
	}

	static long rejected(String text, int colon) {
		int start = colon + REJECTED.length();
		int end = text.indexOf(REJECTED_END, start);
		return SecretValue.hidden(text, start, (end < 0) ? text.length() : end);
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

}
