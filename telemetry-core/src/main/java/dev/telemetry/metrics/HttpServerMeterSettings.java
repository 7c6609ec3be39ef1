package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of the timer of requests. Immutable.
 *
 * @param name name of the timer
 * @param buckets upper bounds of the histogram; none switches the histogram off
 * @param extraTags tags that every timer gets
 */
public record HttpServerMeterSettings(String name, List<Duration> buckets, Map<String, String> extraTags) {

	public HttpServerMeterSettings {
		buckets = List.copyOf(buckets);
		extraTags = Map.copyOf(extraTags);
	}

}
