package dev.telemetry.export;

import java.time.Duration;

/**
 * Settings of a pipeline. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param queueSize how many records wait, or are being sent, for one exporter; at most
 * 8,388,607
 * @param queueBytes how much memory these records may take, in bytes; at most a terabyte
 * @param batchSize how many records are sent at once
 * @param batchBytes how many bytes are sent at once, in the wire format before
 * compression; a larger record is lost
 * @param delay longest time that a record waits for others to be sent with
 * @param timeout longest time for one batch
 * @param failures after how many failed batches in a row the breaker opens
 * @param probeInterval time between two attempts while the breaker is open
 * @param shutdownTimeout longest time to send queued records when the application ends
 * @since 0.1.0
 */
public record PipelineSettings(int queueSize, long queueBytes, int batchSize, long batchBytes, Duration delay,
		Duration timeout, int failures, Duration probeInterval, Duration shutdownTimeout) {

	/** The largest queue, in records. */
	public static final int MOST_QUEUE_SIZE = Admission.MOST_RECORDS;

	/** The default for {@link #queueBytes()}: 32 MB. */
	public static final long DEFAULT_QUEUE_BYTES = 32L * 1024 * 1024;

	/**
	 * The default settings.
	 */
	public static final PipelineSettings DEFAULTS = new PipelineSettings(2_048, 512, 3 * 1024 * 1024,
			Duration.ofSeconds(1), Duration.ofSeconds(30), 3, Duration.ofSeconds(5), Duration.ofSeconds(8));

	public PipelineSettings {
		check("queueSize", queueSize >= 1 && queueSize <= MOST_QUEUE_SIZE);
		check("queueBytes", queueBytes >= 1);
		check("batchSize", batchSize >= 1);
		check("batchBytes", batchBytes >= 1);
		check("delay", !delay.isNegative());
		check("timeout", !timeout.isNegative() && !timeout.isZero());
		check("failures", failures >= 1);
		check("probeInterval", !probeInterval.isNegative());
		check("shutdownTimeout", !shutdownTimeout.isNegative());
	}

	/**
	 * Creates settings with {@link #DEFAULT_QUEUE_BYTES}.
	 * @param queueSize how many records wait, or are being sent, for one exporter
	 * @param batchSize how many records are sent at once
	 * @param batchBytes how many bytes are sent at once
	 * @param delay longest time that a record waits for others to be sent with
	 * @param timeout longest time for one batch
	 * @param failures after how many failed batches in a row the breaker opens
	 * @param probeInterval time between two attempts while the breaker is open
	 * @param shutdownTimeout longest time to send queued records at the end
	 */
	public PipelineSettings(int queueSize, int batchSize, long batchBytes, Duration delay, Duration timeout,
			int failures, Duration probeInterval, Duration shutdownTimeout) {
		this(queueSize, DEFAULT_QUEUE_BYTES, batchSize, batchBytes, delay, timeout, failures, probeInterval,
				shutdownTimeout);
	}

	private static void check(String name, boolean valid) {
		if (!valid) {
			throw new IllegalArgumentException("'" + name + "' is out of its range");
		}
	}

}
