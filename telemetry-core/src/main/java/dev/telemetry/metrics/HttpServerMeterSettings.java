package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of the timer of requests. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param name name of the timer
 * @param buckets upper bounds of the histogram; an empty list switches the histogram off
 * @param extraTags tags that every timer gets
 * @since 0.1.0
 */
public record HttpServerMeterSettings(String name, List<Duration> buckets, Map<String, String> extraTags) {

	public HttpServerMeterSettings {
		buckets = List.copyOf(buckets);
		extraTags = Map.copyOf(extraTags);
	}

}
