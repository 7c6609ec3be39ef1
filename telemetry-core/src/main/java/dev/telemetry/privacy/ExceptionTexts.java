package dev.telemetry.privacy;

/**
 * Removes the messages from a stack trace in the format of
 * {@link Throwable#printStackTrace()}. Types and frames stay.
 */
final class ExceptionTexts {

	static final String MESSAGE_KEY = "exception.message";

	static final String STACK_TRACE_KEY = "exception.stacktrace";

	private static final String[] CAUSES = { "Caused by: ", "Suppressed: " };

	private ExceptionTexts() {
	}

	static String withoutMessages(String stackTrace) {
		StringBuilder result = new StringBuilder(stackTrace.length());
		int start = 0;
		while (start < stackTrace.length()) {
			int end = stackTrace.indexOf('\n', start);
			end = (end < 0) ? stackTrace.length() : end + 1;
			append(result, stackTrace, start, end);
			start = end;
		}
		return result.toString();
	}

	// The first line, lines of causes, and frames are kept; all other lines belong to
	// a message.
	private static void append(StringBuilder result, String text, int start, int end) {
		int begin = start;
		while (begin < end && (text.charAt(begin) == '\t' || text.charAt(begin) == ' ')) {
			begin++;
		}
		if (start == 0) {
			appendType(result, text, start, begin, end);
			return;
		}
		for (String cause : CAUSES) {
			if (text.startsWith(cause, begin)) {
				appendType(result, text, start, begin + cause.length(), end);
				return;
			}
		}
		if (begin > start && isFrame(text, begin, end)) {
			result.append(text, start, end);
		}
	}

	private static void appendType(StringBuilder result, String text, int start, int typeStart, int end) {
		int typeEnd = typeStart;
		while (typeEnd < end && isPartOfType(text.charAt(typeEnd))) {
			typeEnd++;
		}
		result.append(text, start, typeEnd).append('\n');
	}

	private static boolean isPartOfType(char character) {
		return Character.isJavaIdentifierPart(character) || character == '.';
	}

	private static boolean isFrame(String text, int begin, int end) {
		if (text.startsWith("... ", begin)) {
			return Ascii.isDigit(charAt(text, begin + 4, end));
		}
		if (!text.startsWith("at ", begin)) {
			return false;
		}
		// Class, method and place, as in "at shop.Orders.find(Orders.java:7)".
		for (int i = begin + 3; i < end; i++) {
			char character = text.charAt(i);
			if (character == '(' || character == ' ') {
				return character == '(';
			}
		}
		return false;
	}

	private static char charAt(String text, int index, int end) {
		return (index < end) ? text.charAt(index) : '\0';
	}

}
