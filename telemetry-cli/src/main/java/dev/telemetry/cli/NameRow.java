package dev.telemetry.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a summary says about all spans of one name. Durations are in seconds.
 *
 * @param name the name
 * @param count how many there were
 * @param errors how many failed
 * @param total how long all took
 * @param mean how long one took on average
 * @param p95 how long the slow ones took
 * @param max how long the slowest one took
 * @param critical for how long the job waited for them
 */
record NameRow(String name, long count, long errors, double total, double mean, double p95, double max,
		double critical) {

	static NameRow of(String name, @Nullable Object json) {
		Map<String, @Nullable Object> statistics = Json.object(json);
		return new NameRow(name, (long) Json.number(statistics, "count"), (long) Json.number(statistics, "errors"),
				Json.number(statistics, "total_duration"), Json.number(statistics, "mean_duration"),
				Json.number(statistics, "p95_duration"), Json.number(statistics, "max_duration"),
				Json.number(statistics, "critical_duration"));
	}

}
