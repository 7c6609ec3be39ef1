package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.telemetry.autoconfigure.property.ListElements;

/**
 * Meters.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.metrics")
public class TelemetryMetricsProperties {

	/**
	 * Whether a bean without a proxy gets one because a method has Micrometer's Timed or
	 * Counted. A bean that has a proxy is measured in any case. Defaults to
	 * management.observations.annotations.enabled.
	 */
	private @Nullable Boolean timed;

	private final Http http = new Http();

	private final Job job = new Job();

	private final Client client = new Client();

	public @Nullable Boolean getTimed() {
		return this.timed;
	}

	public void setTimed(@Nullable Boolean timed) {
		this.timed = timed;
	}

	public Http getHttp() {
		return this.http;
	}

	public Job getJob() {
		return this.job;
	}

	public Client getClient() {
		return this.client;
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
			this.buckets = ListElements.present(buckets);
		}

	}

	/**
	 * Meters of jobs.
	 */
	public static class Job {

		/**
		 * Upper bounds of the histogram of job.run. Each costs one series per queue, type
		 * and success; empty switches the histogram off.
		 */
		private List<Duration> buckets = List.of(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1),
				Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
				Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(1));

		public List<Duration> getBuckets() {
			return this.buckets;
		}

		public void setBuckets(List<Duration> buckets) {
			this.buckets = ListElements.present(buckets);
		}

	}

	/**
	 * Meters of calls to other services.
	 */
	public static class Client {

		/**
		 * Upper bounds of the histogram of external.api.call. Each costs one series per
		 * service, operation and success; empty switches the histogram off.
		 */
		private List<Duration> buckets = List.of(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
				Duration.ofMillis(50), Duration.ofMillis(75), Duration.ofMillis(100), Duration.ofMillis(250),
				Duration.ofMillis(500), Duration.ofMillis(750), Duration.ofSeconds(1), Duration.ofSeconds(2),
				Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofMillis(7500), Duration.ofSeconds(10));

		public List<Duration> getBuckets() {
			return this.buckets;
		}

		public void setBuckets(List<Duration> buckets) {
			this.buckets = ListElements.present(buckets);
		}

	}

}
