package dev.telemetry.worker;

import java.util.List;

/**
 * A span of a worker that has begun.
 *
 * @param traceId id of the trace
 * @param name name of the span
 * @param line the line that began the span
 * @param startEpochNanos when the span began, in nanoseconds since 1970
 */
record OpenSpan(String traceId, String name, WorkerLine line, long startEpochNanos) {

	static final String START = ".start";

	static final String STOP = ".stop";

	static final String EXCEPTION = ".exception";

	private static final List<String> SUFFIXES = List.of(START, STOP, EXCEPTION);

	/**
	 * Returns the name of the span for the name of a line, without the suffix for the
	 * start or the end of a span.
	 */
	static String spanName(String lineName) {
		for (String suffix : SUFFIXES) {
			if (lineName.endsWith(suffix) && lineName.length() > suffix.length()) {
				return lineName.substring(0, lineName.length() - suffix.length());
			}
		}
		return lineName;
	}

	/**
	 * Returns whether a line ends this span.
	 */
	boolean isEndedBy(WorkerLine line) {
		return SpanFields.isWhole(line) || line.name().equals(this.name + STOP)
				|| line.name().equals(this.name + EXCEPTION);
	}

}
