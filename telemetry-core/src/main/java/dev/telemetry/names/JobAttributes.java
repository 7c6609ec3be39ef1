package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of {@code job.run} spans.
 *
 * @since 0.1.0
 */
public final class JobAttributes {

	/** Where the job came from. */
	public static final AttributeKey<String> QUEUE_NAME = AttributeKey.stringKey("queue.name");

	/** What kind of job it is. */
	public static final AttributeKey<String> TYPE = AttributeKey.stringKey("job.type");

	/** What the application calls this run of the job; only where it says so. */
	public static final AttributeKey<String> ID = AttributeKey.stringKey("job.id");

	/** How long the job took, in seconds. */
	public static final AttributeKey<Double> DURATION_SECONDS = AttributeKey.doubleKey("job.duration_seconds");

	/** Whether the job succeeded. */
	public static final AttributeKey<Boolean> SUCCESS = AttributeKey.booleanKey("job.success");

	/** How long the job has been running, in seconds; on its heartbeats. */
	public static final AttributeKey<Double> ELAPSED_SECONDS = AttributeKey.doubleKey("job.elapsed_seconds");

	/** How much the job has done; only where it says so. */
	public static final AttributeKey<Long> PROGRESS_DONE = AttributeKey.longKey("job.progress.done");

	/** How much the job has to do; only where it says so. */
	public static final AttributeKey<Long> PROGRESS_EXPECTED = AttributeKey.longKey("job.progress.expected");

	/** Why the job was skipped; it has no {@code job.success} then. */
	public static final AttributeKey<String> SKIP_REASON = AttributeKey.stringKey("job.skip_reason");

	/**
	 * Which delivery of its message this is; only from the second on, and where that is
	 * known.
	 */
	public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("job.attempt");

	/**
	 * Where its message was before it was sent to be tried again, or as a dead letter.
	 */
	public static final AttributeKey<String> ORIGINAL_QUEUE = AttributeKey.stringKey("job.original_queue");

	private JobAttributes() {
	}

}
