package dev.telemetry.autoconfigure.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.health.HeapShare;

/**
 * Maps properties to settings, and rejects invalid values. For a property that is not
 * set, the value of Spring Boot's property applies.
 */
record ExportMapper(TelemetryExportProperties properties, OpenTelemetryTracingProperties.Export springBoots,
		PropertyRejections rejections) {

	private static final String PREFIX = "telemetry.export.";

	// The longest time that the SDK waits when it is closed.
	private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

	// Bounds the memory of an empty queue.
	private static final int LARGEST_QUEUE = 1 << 20;

	// A failed request with a deep stack trace takes some 50 KB.
	private static final long LEAST_QUEUE_BYTES = DataSize.ofMegabytes(1).toBytes();

	private static final long LARGEST_QUEUE_BYTES = DataSize.ofGigabytes(512).toBytes();

	PipelineSettings settings() {
		int queueSize = number("queue-size", this.properties.getQueueSize(), this.springBoots.getMaxQueueSize());
		int batchSize = number("batch-size", this.properties.getBatchSize(), this.springBoots.getMaxBatchSize());
		long batchBytes = this.rejections.atLeast(PREFIX + "max-batch-bytes", this.properties.getMaxBatchBytes(), 1,
				"a size above zero, such as 3MB");
		TelemetryExportProperties.Breaker breaker = this.properties.getBreaker();
		int failures = this.rejections.atLeast(PREFIX + "breaker.failures", breaker.getFailures(), 1);
		Duration interval = this.rejections.positive(PREFIX + "breaker.probe-interval", breaker.getProbeInterval());
		return new PipelineSettings(queueSize, maxQueueBytes(), Math.min(batchSize, queueSize), batchBytes, delay(),
				timeout(), failures, interval, shutdownTimeout());
	}

	// A value that Spring Boot accepts must be accepted here: 0 means no limit to its
	// batch processor.
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
		return (delay != null) ? this.rejections.positive(PREFIX + "delay", delay)
				: bounded(this.springBoots.getScheduleDelay(), Duration.ofMillis(1));
	}

	private Duration timeout() {
		Duration timeout = this.properties.getTimeout();
		return (timeout != null) ? this.rejections.positive(PREFIX + "timeout", timeout)
				: bounded(this.springBoots.getTimeout(), PropertyRejections.LONGEST);
	}

	private static Duration bounded(Duration value, Duration ifNone) {
		if (value.isNegative() || value.isZero()) {
			return ifNone;
		}
		return (value.compareTo(PropertyRejections.LONGEST) > 0) ? PropertyRejections.LONGEST : value;
	}

	private long maxQueueBytes() {
		long bytes = this.properties.getMaxQueueBytes().toBytes();
		if (bytes < LEAST_QUEUE_BYTES || bytes > LARGEST_QUEUE_BYTES) {
			throw this.rejections.reject(PREFIX + "max-queue-bytes", "a size from 1MB to 512GB");
		}
		return HeapShare.atMost(bytes);
	}

	private Duration shutdownTimeout() {
		Duration timeout = this.properties.getShutdownTimeout();
		if (timeout.isNegative() || timeout.compareTo(LONGEST_SHUTDOWN) > 0) {
			throw this.rejections.reject(PropertyNames.SHUTDOWN_TIMEOUT, "a duration up to 10s");
		}
		return timeout;
	}

}
