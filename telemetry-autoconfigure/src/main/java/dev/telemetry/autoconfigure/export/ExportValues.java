package dev.telemetry.autoconfigure.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.PipelineSettings;

/**
 * Turns properties into settings, and rejects those that make no sense. What is not set
 * for telemetry is as Spring Boot has it.
 */
record ExportValues(TelemetryExportProperties properties, OpenTelemetryTracingProperties.Export springBoots,
		PropertyRejections rejections) {

	private static final String PREFIX = "telemetry.export.";

	// The longest that the SDK waits when it is closed.
	private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

	// Bounds what the queue takes before there is anything in it.
	private static final int LARGEST_QUEUE = 1 << 20;

	// A failed request with a deep stack trace takes some 50 KB.
	private static final long LEAST_QUEUE_BYTES = DataSize.ofMegabytes(1).toBytes();

	private static final long LARGEST_QUEUE_BYTES = DataSize.ofGigabytes(512).toBytes();

	// A year: in nanoseconds, no sum of times gets too large.
	static final Duration LONGEST = Duration.ofDays(365);

	static final String POSITIVE_DURATION = "a duration above zero and up to 365d, such as 5s";

	PipelineSettings settings() {
		int queueSize = number("queue-size", this.properties.getQueueSize(), this.springBoots.getMaxQueueSize());
		int batchSize = number("batch-size", this.properties.getBatchSize(), this.springBoots.getMaxBatchSize());
		return new PipelineSettings(queueSize, maxQueueBytes(), Math.min(batchSize, queueSize), maxBatchBytes(), delay(),
				timeout(), failures(),
				positive(PREFIX + "breaker.probe-interval", this.properties.getBreaker().getProbeInterval()),
				shutdownTimeout());
	}

	// What Spring Boot starts with must start with us: 0 is no limit to its batch
	// processor.
	private int number(String property, @Nullable Integer value, int springBootValue) {
		if (value == null) {
			return Math.min(Math.max(springBootValue, 1), LARGEST_QUEUE);
		}
		if (value < 1 || value > LARGEST_QUEUE) {
			throw this.rejections.reject(PREFIX + property, "a number from 1 to " + LARGEST_QUEUE);
		}
		return value;
	}

	private Duration delay() {
		Duration delay = this.properties.getDelay();
		return (delay != null) ? positive(PREFIX + "delay", delay)
				: bounded(this.springBoots.getScheduleDelay(), Duration.ofMillis(1));
	}

	private Duration timeout() {
		Duration timeout = this.properties.getTimeout();
		return (timeout != null) ? positive(PREFIX + "timeout", timeout)
				: bounded(this.springBoots.getTimeout(), LONGEST);
	}

	private static Duration bounded(Duration value, Duration ifNone) {
		if (value.isNegative() || value.isZero()) {
			return ifNone;
		}
		return (value.compareTo(LONGEST) > 0) ? LONGEST : value;
	}

	private Duration positive(String property, Duration value) {
		if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
			throw this.rejections.reject(property, POSITIVE_DURATION);
		}
		return value;
	}

	private long maxBatchBytes() {
		long bytes = this.properties.getMaxBatchBytes().toBytes();
		if (bytes < 1) {
			throw this.rejections.reject(PREFIX + "max-batch-bytes", "a size above zero, such as 3MB");
		}
		return bytes;
	}

	private long maxQueueBytes() {
		long bytes = this.properties.getMaxQueueBytes().toBytes();
		if (bytes < LEAST_QUEUE_BYTES || bytes > LARGEST_QUEUE_BYTES) {
			throw this.rejections.reject(PREFIX + "max-queue-bytes", "a size from 1MB to 512GB");
		}
		return bytes;
	}

	private int failures() {
		int failures = this.properties.getBreaker().getFailures();
		if (failures < 1) {
			throw this.rejections.reject(PREFIX + "breaker.failures", "a number from 1 on");
		}
		return failures;
	}

	private Duration shutdownTimeout() {
		Duration timeout = this.properties.getShutdownTimeout();
		if (timeout.isNegative() || timeout.compareTo(LONGEST_SHUTDOWN) > 0) {
			throw this.rejections.reject(PREFIX + "shutdown-timeout", "a duration up to 10s");
		}
		return timeout;
	}

}
