package dev.telemetry.context;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

/**
 * Parses the value of {@code traceparent}:
 * {@code version "-" trace-id "-" parent-id "-" trace-flags}, with more after another
 * {@code "-"} in future versions.
 */
final class TraceParents {

	private static final int TRACE_ID = 3;

	private static final int SPAN_ID = TRACE_ID + TraceId.getLength() + 1;

	private static final int FLAGS = SPAN_ID + SpanId.getLength() + 1;

	private static final int LENGTH = FLAGS + TraceFlags.getLength();

	private TraceParents() {
	}

	/**
	 * Parses a value.
	 * @return the span of the caller, invalid if the value is malformed
	 */
	static SpanContext parse(String header) {
		String value = header.strip();
		if (!isWellFormed(value)) {
			return SpanContext.getInvalid();
		}
		// The result is invalid if an id is all zeros.
		return SpanContext.createFromRemoteParent(value.substring(TRACE_ID, SPAN_ID - 1),
				value.substring(SPAN_ID, FLAGS - 1), TraceFlags.fromHex(value, FLAGS), TraceState.getDefault());
	}

	private static boolean isWellFormed(String value) {
		if (value.length() < LENGTH || !isHex(value, 0, TRACE_ID - 1) || value.startsWith("ff")) {
			return false;
		}
		boolean firstVersion = value.startsWith("00");
		if (value.length() > LENGTH && (firstVersion || value.charAt(LENGTH) != '-')) {
			return false;
		}
		return value.charAt(TRACE_ID - 1) == '-' && isHex(value, TRACE_ID, SPAN_ID - 1)
				&& value.charAt(SPAN_ID - 1) == '-' && isHex(value, SPAN_ID, FLAGS - 1)
				&& value.charAt(FLAGS - 1) == '-' && isHex(value, FLAGS, LENGTH);
	}

	// Lower case only.
	private static boolean isHex(String value, int begin, int end) {
		for (int i = begin; i < end; i++) {
			char c = value.charAt(i);
			if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
				return false;
			}
		}
		return true;
	}

}
