package dev.telemetry.names;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Marks requests that export spans. If one reaches the process that sent it, it is not
 * traced there: it would make a span that is exported in turn. For other processes it is
 * a request of a caller that does not sample.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ExportRequests {

	/** The trace that all of them claim to be in, 32 lower-case hexadecimal digits. */
	public static final String TRACE_ID = id() + id();

	/** Name of the header. */
	public static final String HEADER = "traceparent";

	/** Value of the header, by W3C Trace Context. */
	public static final String HEADER_VALUE = "00-" + TRACE_ID + "-" + id() + "-00";

	private ExportRequests() {
	}

	// Zero is no valid id.
	private static String id() {
		String digits = Long.toHexString(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
		return "0".repeat(16 - digits.length()) + digits;
	}

}
