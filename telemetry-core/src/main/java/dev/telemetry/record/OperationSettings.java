package dev.telemetry.record;

/**
 * Settings for the names of spans of jobs and calls, and for the traces of jobs.
 * Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param jobs how spans of jobs are named
 * @param calls how spans of calls to other services are named
 * @param trace the trace of a job that does not choose one and is started within a span
 * that belongs to no job
 * @since 0.1.0
 */
public record OperationSettings(JobSpanName jobs, CallSpanName calls, JobTrace trace) {

	/** All spans of a kind have one name, and jobs belong to the current trace. */
	public static final OperationSettings DEFAULTS = new OperationSettings(JobSpanName.JOB_RUN,
			CallSpanName.EXTERNAL_API_CALL, JobTrace.CURRENT);

	/**
	 * How spans of jobs are named.
	 */
	public enum JobSpanName {

		/** Always {@code job.run}. */
		JOB_RUN,

		/** By queue and type, such as {@code job stock/reconciliation}. */
		TYPE

	}

	/**
	 * How spans of calls are named.
	 */
	public enum CallSpanName {

		/** Always {@code external.api.call}. */
		EXTERNAL_API_CALL,

		/**
		 * By service and operation, such as {@code GET partner /prices/{item}}.
		 */
		OPERATION

	}

}
