package dev.telemetry.context;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.TraceState;

/**
 * Parses the values of {@code tracestate} headers. Several headers form one list, in
 * their order.
 */
final class TraceStates {

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
				if (!member.isEmpty() && (++count > TraceStateGrammar.MAX_MEMBERS || !add(member, members))) {
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
		if (equals <= 0 || !TraceStateGrammar.isKey(member, equals) || !TraceStateGrammar.isValue(member, equals + 1)) {
			return false;
		}
		members.putIfAbsent(member.substring(0, equals), member.substring(equals + 1));
		return true;
	}

}
