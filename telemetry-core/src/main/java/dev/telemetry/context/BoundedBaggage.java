package dev.telemetry.context;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Cuts {@code baggage} headers to the size that the specification asks for. The first
 * members are kept; the first one that does not fit is left out as a whole, with all that
 * follow.
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
			for (int begin = 0; begin < header.length(); begin = end + 1) {
				int next = endOfMember(header, begin);
				if (members == MAX_MEMBERS || bytes + next > MAX_BYTES) {
					addUpTo(end, header, bounded);
					return bounded;
				}
				members++;
				end = next;
			}
			addUpTo(end, header, bounded);
			bytes += end + 1;
		}
		return bounded;
	}

	private static int endOfMember(String header, int begin) {
		int comma = header.indexOf(',', begin);
		return (comma >= 0) ? comma : header.length();
	}

	private static void addUpTo(int end, String header, List<String> bounded) {
		if (end > 0) {
			bounded.add(header.substring(0, end));
		}
	}

}
