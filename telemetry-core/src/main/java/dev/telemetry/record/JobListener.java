package dev.telemetry.record;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * Follows jobs whose spans are local roots. Implementations are thread safe, do not
 * block, and are called by the threads that do the work; exceptions that they throw are
 * counted.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface JobListener {

	/** Follows nothing. */
	JobListener NONE = new JobListener() {

		@Override
		public Context started(JobStart job, Span span, Context context) {
			return context;
		}

		@Override
		public void ended(Span span, JobEnd end) {
		}

	};

	/**
	 * Notes that a job began.
	 * @param job the job
	 * @param span the span of the job, which is recorded
	 * @param context the context of its work, which has the span
	 * @return the context for its work, to which the listener may have added
	 */
	Context started(JobStart job, Span span, Context context);

	/**
	 * Notes that a job is over, after its span has ended.
	 * @param span the span of the job
	 * @param end how the job ended
	 */
	void ended(Span span, JobEnd end);

}
