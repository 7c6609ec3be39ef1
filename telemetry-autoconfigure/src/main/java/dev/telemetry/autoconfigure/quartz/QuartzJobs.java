package dev.telemetry.autoconfigure.quartz;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.springframework.aop.support.AopUtils;

import dev.telemetry.autoconfigure.FailedRunScopes;
import dev.telemetry.context.LogContext;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.QuartzAttributes;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records runs of Quartz jobs as jobs, each in a trace of its own. The data of a job is
 * not recorded. Thread safe.
 */
final class QuartzJobs {

	private static final String VETOED = "vetoed";

	private static final String MISFIRED = "misfired";

	private static final String JOB = "a job of Quartz";

	private final TelemetryRecorder recorder;

	private final QuartzJobNames names;

	private final @Nullable ContextLeaks leaks;

	private final @Nullable FailedRunScopes failedRuns;

	/**
	 * Creates the jobs.
	 * @param recorder records the runs
	 * @param names names the jobs
	 * @param leaks restores the context of a thread, or {@code null} to leave contexts
	 * alone if there are no traces
	 * @param failedRuns remembers the ids of runs that the advice of telemetry records,
	 * or {@code null} if there is no advice
	 */
	QuartzJobs(TelemetryRecorder recorder, QuartzJobNames names, @Nullable ContextLeaks leaks,
			@Nullable FailedRunScopes failedRuns) {
		this.recorder = recorder;
		this.names = names;
		this.leaks = leaks;
		this.failedRuns = failedRuns;
	}

	/**
	 * Begins a run, on the thread that is about to run the job.
	 * @return the run, whether or not the proxy of the job records it
	 */
	@SuppressWarnings("MustBeClosedChecker")
	Run begin(JobExecutionContext context) {
		Context before = (this.leaks != null) ? this.leaks.enter(JOB) : Context.current();
		Job job = context.getJobInstance();
		if (AopUtils.isAopProxy(job) && this.names.isAnnotatedForProxies(context.getJobDetail().getJobClass())) {
			Scope scope = (this.failedRuns != null) ? this.failedRuns.open() : Scope.noop();
			return new Run(null, scope, before, LogContext.current(), this.leaks);
		}
		Recording recording = start(operation(context.getJobDetail()));
		String trigger = context.getTrigger().getKey().toString();
		int refires = context.getRefireCount();
		recording.describe((span) -> describe(span, trigger, refires));
		return new Run(recording, recording.enter(), before, LogContext.current(), this.leaks);
	}

	private static void describe(Span span, String trigger, int refires) {
		span.setAttribute(QuartzAttributes.TRIGGER, trigger);
		if (refires > 0) {
			span.setAttribute(QuartzAttributes.REFIRE_COUNT, (long) refires);
		}
	}

	/**
	 * Records a run that a trigger listener has vetoed.
	 */
	void vetoed(JobExecutionContext context) {
		start(operation(context.getJobDetail())).skip(VETOED);
	}

	/**
	 * Records a run that has misfired.
	 */
	void misfired(Trigger trigger) {
		QuartzJobNames.Name name = this.names.of(trigger.getJobKey());
		if (name != null) {
			start(this.recorder.job(name.queue(), name.type())).skip(MISFIRED);
		}
	}

	private Operation operation(JobDetail job) {
		QuartzJobNames.Name name = this.names.of(job.getKey(), job.getJobClass());
		return this.recorder.job(name.queue(), name.type());
	}

	// A job does not belong to the work that has started its thread.
	private Recording start(Operation operation) {
		return (this.leaks != null) ? operation.start(Context.root()) : operation.start();
	}

	/**
	 * One run.
	 *
	 * @param recording the recording, or {@code null} if the proxy of the job records the
	 * run
	 * @param scope the scope to close at the end
	 * @param before the context of the thread from before
	 * @param logBefore the values for log records of the thread from before
	 * @param leaks restores the context, or {@code null} to leave it alone
	 */
	record Run(@Nullable Recording recording, Scope scope, Context before, Map<String, Object> logBefore,
			@Nullable ContextLeaks leaks) {

		/**
		 * Ends the run, on its thread.
		 * @param thrown the exception of the job in the form of Quartz, or {@code null}
		 * if the job returned
		 */
		void end(@Nullable SchedulerException thrown) {
			try {
				if (this.recording != null) {
					end(this.recording, thrown);
				}
			}
			finally {
				this.scope.close();
				LogContext.set(this.logBefore);
				if (this.leaks != null) {
					this.leaks.restore(this.before, JOB);
				}
			}
		}

		private static void end(Recording recording, @Nullable SchedulerException thrown) {
			if (thrown != null) {
				recording.fail(cause(thrown));
			}
			else {
				recording.succeed();
			}
		}

		// Quartz wraps other exceptions than its own twice.
		private static Throwable cause(SchedulerException thrown) {
			Throwable cause = (thrown.getCause() instanceof SchedulerException wrapper
					&& !(wrapper instanceof JobExecutionException)) ? wrapper.getCause() : null;
			return (cause != null) ? cause : thrown;
		}

	}

}
