package dev.telemetry.record;

/**
 * Whose trace a job belongs to that is started within another span.
 *
 * @since 0.1.0
 */
public enum JobTrace {

	/**
	 * That of the span, unless {@code telemetry.job.new-trace} says that jobs which are
	 * started outside of jobs, such as within a request, have one of their own.
	 */
	DEFAULT,

	/** That of the span: it is kept, or not, with what started it. */
	CURRENT,

	/**
	 * One of its own, with a link to the span: it is sampled as a job, and kept if it
	 * fails, whatever becomes of what started it.
	 */
	NEW

}
