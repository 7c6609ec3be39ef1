package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Log lines of traces that are not stored yet, and may never be. The traces that have
 * waited longest make room; for the last of these, the number of their lines is
 * remembered. Not thread safe.
 *
 * @param <L> type of a line
 */
final class PendingLogs<L> {

	private static final int MAX_EVICTED = 1_024;

	// For an id, a number, and their entry in a map.
	private static final int EVICTED_BYTES = 1_024;

	private final long maxBytes;

	private final ToLongFunction<L> footprint;

	private final Map<String, Lines<L>> traces = new LinkedHashMap<>();

	// The number of missing lines, by trace.
	private final Map<String, Integer> evicted = new LinkedHashMap<>();

	private long bytes;

	PendingLogs(long maxBytes, ToLongFunction<L> footprint) {
		this.maxBytes = maxBytes;
		this.footprint = footprint;
	}

	/**
	 * Adds a line.
	 * @return the number of lines that were removed, which may include this one
	 */
	int add(String traceId, L log) {
		Lines<L> lines = this.traces.computeIfAbsent(traceId, (id) -> new Lines<>());
		if (lines.logs.size() >= ViewedTrace.MAX_LOGS) {
			evicted(traceId, 1);
			return 1;
		}
		long size = this.footprint.applyAsLong(log);
		lines.logs.add(log);
		lines.bytes += size;
		this.bytes += size;
		return makeRoom();
	}

	private int makeRoom() {
		int number = 0;
		Iterator<Map.Entry<String, Lines<L>>> oldest = this.traces.entrySet().iterator();
		while (this.bytes > this.maxBytes && oldest.hasNext()) {
			Map.Entry<String, Lines<L>> trace = oldest.next();
			this.bytes -= trace.getValue().bytes;
			number += trace.getValue().logs.size();
			evicted(trace.getKey(), trace.getValue().logs.size());
			oldest.remove();
		}
		return number;
	}

	private void evicted(String traceId, int number) {
		this.evicted.merge(traceId, number, Integer::sum);
		if (this.evicted.size() > Math.min(MAX_EVICTED, this.maxBytes / EVICTED_BYTES)) {
			this.evicted.remove(this.evicted.keySet().iterator().next());
		}
	}

	/**
	 * Takes the lines of a trace that is stored now.
	 */
	List<L> take(String traceId) {
		Lines<L> lines = this.traces.remove(traceId);
		if (lines == null) {
			return List.of();
		}
		this.bytes -= lines.bytes;
		return lines.logs;
	}

	/**
	 * Takes the number of lines of a trace that were removed.
	 */
	int takeEvicted(String traceId) {
		Integer number = this.evicted.remove(traceId);
		return (number != null) ? number : 0;
	}

	long bytes() {
		return this.bytes;
	}

	private static final class Lines<L> {

		private final List<L> logs = new ArrayList<>(4);

		private long bytes;

	}

}
