package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Log lines of traces that are not there yet, and may never be. The traces that have
 * waited longest make room. Not thread safe.
 *
 * @param <L> a line as it is handed over
 */
final class PendingLogs<L> {

	private final long maxBytes;

	private final ToLongFunction<L> footprint;

	private final Map<String, Lines<L>> traces = new LinkedHashMap<>();

	private long bytes;

	PendingLogs(long maxBytes, ToLongFunction<L> footprint) {
		this.maxBytes = maxBytes;
		this.footprint = footprint;
	}

	void add(String traceId, L log) {
		Lines<L> lines = this.traces.computeIfAbsent(traceId, (id) -> new Lines<>());
		if (lines.logs.size() >= ViewedTrace.MAX_LOGS) {
			return;
		}
		long size = this.footprint.applyAsLong(log);
		lines.logs.add(log);
		lines.bytes += size;
		this.bytes += size;
		Iterator<Lines<L>> oldest = this.traces.values().iterator();
		while (this.bytes > this.maxBytes && oldest.hasNext()) {
			this.bytes -= oldest.next().bytes;
			oldest.remove();
		}
	}

	/**
	 * Takes the lines of a trace that is there now.
	 */
	List<L> take(String traceId) {
		Lines<L> lines = this.traces.remove(traceId);
		if (lines == null) {
			return List.of();
		}
		this.bytes -= lines.bytes;
		return lines.logs;
	}

	long bytes() {
		return this.bytes;
	}

	private static final class Lines<L> {

		private final List<L> logs = new ArrayList<>(4);

		private long bytes;

	}

}
