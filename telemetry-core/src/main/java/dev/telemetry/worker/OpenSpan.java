package dev.telemetry.worker;

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

}
