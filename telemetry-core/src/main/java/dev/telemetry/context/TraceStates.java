package dev.telemetry.context;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.TraceState;

/**
 * Parses the values of {@code tracestate}. Several headers are one list, in their order.
 */
final class TraceStates {

	static final int MAX_MEMBERS = 32;

	private static final int MAX_LENGTH = 256;

	private TraceStates() {
	}

	/**
	 * Parses values.
	 * @return the state, empty if there is none or if any part of it is malformed
	 */
	static TraceState parse(Iterator<String> headers) {
		if (!headers.hasNext()) {
			return TraceState.getDefault();
		}
		Map<String, String> members = new LinkedHashMap<>();
		int count = 0;
		while (headers.hasNext()) {
			String header = headers.next();
			for (int begin = 0; begin <= header.length();) {
				int end = endOfMember(header, begin);
				String member = header.substring(begin, end).strip();
				if (!member.isEmpty() && (++count > MAX_MEMBERS || !add(member, members))) {
					return TraceState.getDefault();
				}
				begin = end + 1;
			}
		}
		return (members.isEmpty()) ? TraceState.getDefault() : new ReceivedTraceState(members);
	}

	private static int endOfMember(String header, int begin) {
		int comma = header.indexOf(',', begin);
		return (comma >= 0) ? comma : header.length();
	}

	private static boolean add(String member, Map<String, String> members) {
		int equals = member.indexOf('=');
		if (equals <= 0 || !isKey(member, equals) || !isValue(member, equals + 1)) {
			return false;
		}
		members.putIfAbsent(member.substring(0, equals), member.substring(equals + 1));
		return true;
	}

	/**
	 * Whether a member can be sent.
	 */
	static boolean isMember(String key, String value) {
		return !key.isEmpty() && isKey(key, key.length()) && isValue(value, 0) && value.indexOf(',') < 0
				&& !value.endsWith(" ");
	}

	private static boolean isKey(String member, int end) {
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

	private static boolean isValue(String member, int begin) {
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
