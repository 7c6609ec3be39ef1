package dev.telemetry.context;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * As much of the {@code baggage} headers as the specification asks for. The first members
 * stand; one that does not fit is cut off as a whole, with all that follow.
 */
final class BoundedBaggage {

	private static final int MAX_MEMBERS = 64;

	private static final int MAX_BYTES = 8192;

	private BoundedBaggage() {
	}

	static List<String> of(Iterator<String> headers) {
		List<String> bounded = new ArrayList<>(1);
		int members = 0;
		int bytes = 0;
		while (headers.hasNext()) {
			String header = headers.next();
			int end = 0;
			while (end < header.length() && members < MAX_MEMBERS) {
				int comma = header.indexOf(',', end);
				int next = (comma >= 0) ? comma + 1 : header.length();
				if (bytes + next > MAX_BYTES) {
					break;
				}
				members++;
				end = next;
			}
			if (end > 0) {
				bounded.add(header.substring(0, end));
			}
			if (end < header.length()) {
				return bounded;
			}
			bytes += end + 1;
		}
		return bounded;
	}

}
