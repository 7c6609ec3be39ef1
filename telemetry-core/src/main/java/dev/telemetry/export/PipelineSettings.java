package dev.telemetry.export;

import java.time.Duration;

/**
 * How spans wait for a backend, and for how long. Immutable.
 *
 * @param queueSize how many spans wait, or are being sent, for one exporter
 * @param batchSize how many spans are sent at once
 * @param batchBytes how much is sent at once, in bytes of the wire format before it is
 * compressed; a span that is larger is lost
 * @param delay longest time that a span waits for others to be sent with
 * @param timeout longest time for one batch
 * @param failures after how many batches in a row that fail the breaker opens
 * @param probeInterval time between two attempts while it is open
 * @param shutdownTimeout longest time to send what is queued when the application ends
 */
public record PipelineSettings(int queueSize, int batchSize, long batchBytes, Duration delay, Duration timeout,
		int failures, Duration probeInterval, Duration shutdownTimeout) {

	/**
	 * The settings that hold where nothing else is said.
	 */
	public static final PipelineSettings DEFAULTS = new PipelineSettings(2_048, 512, 3 * 1024 * 1024,
			Duration.ofSeconds(1), Duration.ofSeconds(30), 3, Duration.ofSeconds(5), Duration.ofSeconds(8));

}
