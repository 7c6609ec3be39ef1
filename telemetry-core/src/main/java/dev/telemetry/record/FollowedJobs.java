package dev.telemetry.record;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;

/**
 * Notifies a listener of jobs, and of no other operations. Never throws.
 *
 * @param listener follows the jobs
 * @param failures receives failures of the listener
 */
record FollowedJobs(JobListener listener, InternalFailures failures) {

	/**
	 * Notifies the listener of a run that began, if it is a job.
	 * @return the context for the work of the run
	 */
	Context started(NamedOperation operation, boolean localRoot, Span span, Context context) {
		if (!isFollowed(operation, localRoot)) {
			return context;
		}
		try {
			if (!span.isRecording()) {
				return context;
			}
			String exported = operation.exportedName();
			return this.listener.started(new JobStart(operation.group(), operation.name(), operation.id(),
					(exported != null) ? exported : operation.spanName()), span, context);
		}
		catch (Throwable ex) {
			this.failures.report("following a job", ex);
			return context;
		}
	}

	/**
	 * Notifies the listener of a run that is over, if it is a job.
	 */
	void ended(NamedOperation operation, boolean localRoot, Span span, OperationOutcome outcome,
			@Nullable RecordingNotes notes) {
		if (!isFollowed(operation, localRoot)) {
			return;
		}
		try {
			this.listener.ended(span, new JobEnd(outcome.durationNanos(), outcome.errorType(), outcome.cause(),
					outcome.skipReason(), (notes != null) ? notes.measured() : Map.of()));
		}
		catch (Throwable ex) {
			this.failures.report("following a job", ex);
		}
	}

	private boolean isFollowed(NamedOperation operation, boolean localRoot) {
		return localRoot && !JobListener.NONE.equals(this.listener) && operation.kind().isJob();
	}

}
