package dev.telemetry.context;

/**
 * Grammar of the members of {@code tracestate}.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C Trace
 * Context, tracestate</a>
 */
final class TraceStateGrammar {

	static final int MAX_MEMBERS = 32;

	private static final int MAX_LENGTH = 256;

	private TraceStateGrammar() {
	}

	/**
	 * Returns whether a member can be sent.
	 */
	static boolean isMember(String key, String value) {
		return !key.isEmpty() && isKey(key, key.length()) && isValue(value, 0) && value.indexOf(',') < 0
				&& !value.endsWith(" ");
	}

	/**
	 * Returns whether a text begins with a key.
	 * @param end where the key ends
	 */
	static boolean isKey(String member, int end) {
		if (end > MAX_LENGTH || !isLowerCaseOrDigit(member.charAt(0))) {
			return false;
		}
		for (int i = 1; i < end; i++) {
			char c = member.charAt(i);
			if (!isLowerCaseOrDigit(c) && c != '_' && c != '-' && c != '*' && c != '/' && c != '@') {
				return false;
			}
		}
		return true;
	}

	private static boolean isLowerCaseOrDigit(char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	}

	/**
	 * Returns whether a text ends with a value.
	 * @param begin where the value begins
	 */
	static boolean isValue(String member, int begin) {
		int length = member.length() - begin;
		if (length == 0 || length > MAX_LENGTH) {
			return false;
		}
		for (int i = begin; i < member.length(); i++) {
			char c = member.charAt(i);
			if (c < ' ' || c > '~' || c == '=') {
				return false;
			}
		}
		return true;
	}

}
