package dev.telemetry.autoconfigure.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How spans wait for a backend, and for how long. Each exporter has all of it for itself.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.export")
public class TelemetryExportProperties {

	/**
	 * Largest number of spans that wait for one exporter or are being sent. Defaults to
	 * management.opentelemetry.tracing.export.max-queue-size, or 2048.
	 */
	private @Nullable Integer queueSize;

	/**
	 * Memory for the spans that wait for one exporter or are being sent, at most an
	 * eighth of the heap. Spans for which there is no room are lost.
	 */
	private DataSize maxQueueBytes = DataSize.ofMegabytes(32);

	/**
	 * Largest number of spans in a batch. Defaults to
	 * management.opentelemetry.tracing.export.max-batch-size, or 512.
	 */
	private @Nullable Integer batchSize;

	/**
	 * Largest size of a batch, before compression. A larger span is lost. Backends with
	 * gRPC usually accept 4MB.
	 */
	private DataSize maxBatchBytes = DataSize.ofMegabytes(3);

	/**
	 * Longest time that a span waits until its batch is sent. Defaults to
	 * management.opentelemetry.tracing.export.schedule-delay, or 1s.
	 */
	private @Nullable Duration delay;

	/**
	 * Longest time for an exporter to send a batch, after which it counts as failed.
	 * Defaults to management.opentelemetry.tracing.export.timeout, or 30s.
	 */
	private @Nullable Duration timeout;

	/**
	 * Longest time to send what is queued when the application ends, at most 10s.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(8);

	private final Breaker breaker = new Breaker();

	private final Spool spool = new Spool();

	public @Nullable Integer getQueueSize() {
		return this.queueSize;
	}

	public void setQueueSize(@Nullable Integer queueSize) {
		this.queueSize = queueSize;
	}

	public DataSize getMaxQueueBytes() {
		return this.maxQueueBytes;
	}

	public void setMaxQueueBytes(DataSize maxQueueBytes) {
		this.maxQueueBytes = maxQueueBytes;
	}

	public @Nullable Integer getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(@Nullable Integer batchSize) {
		this.batchSize = batchSize;
	}

	public DataSize getMaxBatchBytes() {
		return this.maxBatchBytes;
	}

	public void setMaxBatchBytes(DataSize maxBatchBytes) {
		this.maxBatchBytes = maxBatchBytes;
	}

	public @Nullable Duration getDelay() {
		return this.delay;
	}

	public void setDelay(@Nullable Duration delay) {
		this.delay = delay;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public Breaker getBreaker() {
		return this.breaker;
	}

	public Spool getSpool() {
		return this.spool;
	}

	/**
	 * When a backend that goes on failing is left alone.
	 */
	public static class Breaker {

		/**
		 * Number of batches in a row that have to fail before the circuit breaker opens
		 * and nothing is sent.
		 */
		private int failures = 3;

		/**
		 * Time between two attempts to find out whether the backend is back.
		 */
		private Duration probeInterval = Duration.ofSeconds(5);

		public int getFailures() {
			return this.failures;
		}

		public void setFailures(int failures) {
			this.failures = failures;
		}

		public Duration getProbeInterval() {
			return this.probeInterval;
		}

		public void setProbeInterval(Duration probeInterval) {
			this.probeInterval = probeInterval;
		}

	}

	/**
	 * Where spans for an OTLP backend wait while it is away.
	 */
	public static class Spool {

		/**
		 * Whether spans wait on the disk while an OTLP backend is away.
		 */
		private boolean enabled;

		/**
		 * Directory of the spool, which only one process at a time may use.
		 */
		private String directory = "telemetry-spool";

		/**
		 * Largest size of the spool for one backend, at least 1MB. The oldest spans are
		 * lost first.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(256);

		/**
		 * Longest time that a span waits on the disk.
		 */
		private Duration maxAge = Duration.ofHours(24);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getDirectory() {
			return this.directory;
		}

		public void setDirectory(String directory) {
			this.directory = directory;
		}

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public Duration getMaxAge() {
			return this.maxAge;
		}

		public void setMaxAge(Duration maxAge) {
			this.maxAge = maxAge;
		}

	}

}
