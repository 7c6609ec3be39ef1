package dev.telemetry.record;

/**
 * The trace of a job that is started within another span.
 *
 * @since 0.1.0
 */
public enum JobTrace {

	/**
	 * The trace of the other span, unless {@code telemetry.job.new-trace} is {@code true}
	 * and that span belongs to no job: then a trace of its own.
	 */
	DEFAULT,

	/** The trace of the other span: the job is kept or dropped with it. */
	CURRENT,

	/**
	 * A trace of its own, with a link to the other span. It is sampled as a job, and kept
	 * if the job fails, independently of the other trace.
	 */
	NEW

}
