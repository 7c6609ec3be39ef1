package dev.telemetry.worker;

import java.util.List;

/**
 * A span of a worker that has begun.
 *
 * @param traceId its trace
 * @param name its name
 * @param line how it began
 * @param startEpochNanos when it began
 */
record OpenSpan(String traceId, String name, WorkerLine line, long startEpochNanos) {

	static final String START = ".start";

	static final String STOP = ".stop";

	static final String EXCEPTION = ".exception";

	private static final List<String> SUFFIXES = List.of(START, STOP, EXCEPTION);

	/**
	 * The name of the span that a line tells of, which is its own if it does not say that
	 * the span starts or ends.
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
	 * Whether a line says that this span has ended.
	 */
	boolean isEndedBy(WorkerLine line) {
		return SpanFields.isWhole(line) || line.name().equals(this.name + STOP)
				|| line.name().equals(this.name + EXCEPTION);
	}

}
