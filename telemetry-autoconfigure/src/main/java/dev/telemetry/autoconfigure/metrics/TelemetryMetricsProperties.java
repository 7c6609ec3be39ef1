package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Meters.
 */
@ConfigurationProperties("telemetry.metrics")
public class TelemetryMetricsProperties {

	private final Http http = new Http();

	public Http getHttp() {
		return this.http;
	}

	/**
	 * Meters of requests.
	 */
	public static class Http {

		/**
		 * Upper bounds of the histogram of http.server.requests. Each costs one series
		 * per route and status; empty switches the histogram off.
		 */
		private List<Duration> buckets = List.of(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
				Duration.ofMillis(50), Duration.ofMillis(75), Duration.ofMillis(100), Duration.ofMillis(250),
				Duration.ofMillis(500), Duration.ofMillis(750), Duration.ofSeconds(1), Duration.ofSeconds(2),
				Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofMillis(7500), Duration.ofSeconds(10));

		public List<Duration> getBuckets() {
			return this.buckets;
		}

		public void setBuckets(List<Duration> buckets) {
			this.buckets = buckets;
		}

	}

}
