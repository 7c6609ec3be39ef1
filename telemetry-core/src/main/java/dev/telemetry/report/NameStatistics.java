package dev.telemetry.report;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.telemetry.text.JsonBuffer;

/**
 * Statistics of all spans of one name. Not thread safe.
 */
final class NameStatistics {

	private static final int MAX_METRICS = 100;

	private final DurationHistogram durations = new DurationHistogram();

	private final Map<String, Metric> metrics = new TreeMap<>();

	private long count;

	private long ended;

	private long errors;

	private long total;

	private long min = Long.MAX_VALUE;

	private long max;

	private long critical;

	void unfinished() {
		this.count++;
	}

	void ended(long nanos, boolean error) {
		this.count++;
		this.ended++;
		this.errors += (error) ? 1 : 0;
		this.total += nanos;
		this.min = Math.min(this.min, nanos);
		this.max = Math.max(this.max, nanos);
		this.durations.add(nanos);
	}

	void measured(Map<String, Metric> values) {
		values.forEach((key, value) -> {
			if (this.metrics.size() < MAX_METRICS || this.metrics.containsKey(key)) {
				this.metrics.merge(key, value, Metric::plus);
			}
		});
	}

	void critical(long nanos) {
		this.critical += nanos;
	}

	long count() {
		return this.count;
	}

	long total() {
		return this.total;
	}

	void write(JsonBuffer json) {
		json.beginObject();
		json.key("count").value(this.count);
		json.key("total_duration").value(Seconds.of(this.total));
		seconds(json, "mean_duration", (this.ended > 0) ? Seconds.of(this.total) / this.ended : null);
		seconds(json, "max_duration", (this.ended > 0) ? Seconds.of(this.max) : null);
		seconds(json, "min_duration", (this.ended > 0) ? Seconds.of(this.min) : null);
		seconds(json, "p50_duration", quantile(0.5));
		seconds(json, "p95_duration", quantile(0.95));
		seconds(json, "p99_duration", quantile(0.99));
		json.key("critical_duration").value(Seconds.of(this.critical));
		json.key("errors").value(this.errors);
		json.key("metrics").beginObject();
		this.metrics.forEach((key, metric) -> write(json.key(key), metric));
		json.endObject().endObject();
	}

	private static void seconds(JsonBuffer json, String key, @Nullable Double seconds) {
		json.key(key);
		if (seconds != null) {
			json.value(seconds.doubleValue());
		}
		else {
			json.nothing();
		}
	}

	// Never outside of the minimum and the maximum, which are exact.
	private @Nullable Double quantile(double share) {
		return (this.ended > 0) ? Seconds.of(Math.max(this.min, Math.min(this.max, this.durations.quantile(share))))
				: null;
	}

	private static void write(JsonBuffer json, Metric metric) {
		json.beginObject();
		json.key("mean").value(metric.mean());
		json.key("sum").value(metric.sum());
		json.key("count").value(metric.count());
		json.key("min").value(metric.min());
		json.key("max").value(metric.max());
		json.endObject();
	}

}
