package dev.telemetry.report;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.telemetry.text.JsonBuffer;

/**
 * Statistics of the spans of a job, by name. Thread safe: the writing thread adds most
 * spans, but threads of the job count spans for which there is no room.
 */
final class SpanStatistics {

	private static final int MAX_NAMES = 1_000;

	/** Stands for all names beyond the limit. */
	private static final String OTHER = "_OTHER";

	private final Map<String, NameStatistics> byName = new LinkedHashMap<>();

	void ended(String name, long nanos, boolean error, Map<String, Metric> metrics) {
		synchronized (this.byName) {
			NameStatistics statistics = of(name);
			statistics.ended(nanos, error);
			statistics.measured(metrics);
		}
	}

	void unfinished(String name) {
		synchronized (this.byName) {
			of(name).unfinished();
		}
	}

	void critical(String name, long nanos) {
		synchronized (this.byName) {
			of(name).critical(nanos);
		}
	}

	private NameStatistics of(String name) {
		NameStatistics statistics = this.byName.get(name);
		if (statistics == null) {
			String key = (this.byName.size() < MAX_NAMES) ? name : OTHER;
			statistics = this.byName.computeIfAbsent(key, (missing) -> new NameStatistics());
		}
		return statistics;
	}

	/**
	 * Writes the members of a summary.
	 */
	void write(JsonBuffer json) {
		synchronized (this.byName) {
			json.key("total_spans").value(this.byName.values().stream().mapToLong(NameStatistics::count).sum());
			json.key("total_duration")
				.value(Seconds.of(this.byName.values().stream().mapToLong(NameStatistics::total).sum()));
			json.key("by_name").beginObject();
			this.byName.forEach((name, statistics) -> statistics.write(json.key(name)));
			json.endObject();
		}
	}

}
