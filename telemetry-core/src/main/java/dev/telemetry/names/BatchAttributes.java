package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of jobs of Spring Batch, beside those of every job, and of the spans
 * {@code batch.step} below them.
 *
 * @since 0.1.0
 */
public final class BatchAttributes {

	/** Id of the job instance: the same for a run and its restarts. */
	public static final AttributeKey<Long> JOB_INSTANCE_ID = AttributeKey.longKey("batch.job.instance_id");

	/** Id of the run. */
	public static final AttributeKey<Long> JOB_EXECUTION_ID = AttributeKey.longKey("batch.job.execution_id");

	/** Exit code of the job or the step. */
	public static final AttributeKey<String> EXIT_CODE = AttributeKey.stringKey("batch.exit_code");

	/** Name of the step. */
	public static final AttributeKey<String> STEP_NAME = AttributeKey.stringKey("batch.step.name");

	/** How many items were read. */
	public static final AttributeKey<Long> READ_COUNT = AttributeKey.longKey("batch.step.read_count");

	/** How many items were written. */
	public static final AttributeKey<Long> WRITE_COUNT = AttributeKey.longKey("batch.step.write_count");

	/** How many items a processor left out. */
	public static final AttributeKey<Long> FILTER_COUNT = AttributeKey.longKey("batch.step.filter_count");

	/**
	 * How many items were skipped because they could not be read, processed or written.
	 */
	public static final AttributeKey<Long> SKIP_COUNT = AttributeKey.longKey("batch.step.skip_count");

	/** How many chunks were committed. */
	public static final AttributeKey<Long> COMMIT_COUNT = AttributeKey.longKey("batch.step.commit_count");

	/** How many chunks were rolled back. */
	public static final AttributeKey<Long> ROLLBACK_COUNT = AttributeKey.longKey("batch.step.rollback_count");

	private BatchAttributes() {
	}

}
