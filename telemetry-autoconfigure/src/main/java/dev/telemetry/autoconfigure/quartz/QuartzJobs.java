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
 * Runs of jobs of Quartz as jobs, each in a trace of its own. Of the data of a job
 * nothing is recorded. Thread safe.
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
	 * @param recorder records them
	 * @param names names them
	 * @param leaks restores the context of a thread, or {@code null} where there are no
	 * traces and contexts are left alone
	 * @param failedRuns knows the ids of runs that our advice records, or {@code null} if
	 * there are no such
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
	 * Records a run that a listener of triggers did not allow.
	 */
	void vetoed(JobExecutionContext context) {
		start(operation(context.getJobDetail())).skip(VETOED);
	}

	/**
	 * Records a run that was not there at its time.
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

	// A job is no part of what has started the thread.
	private Recording start(Operation operation) {
		return (this.leaks != null) ? operation.start(Context.root()) : operation.start();
	}

	/**
	 * One run.
	 *
	 * @param recording what is recorded of it, or {@code null} if its proxy does that
	 * @param scope closed at its end
	 * @param before the context of the thread before
	 * @param logBefore what the thread added to log records before
	 * @param leaks restores that, or {@code null} to leave it alone
	 */
	record Run(@Nullable Recording recording, Scope scope, Context before, Map<String, Object> logBefore,
			@Nullable ContextLeaks leaks) {

		/**
		 * Ends it, on its thread.
		 * @param thrown what the job threw as Quartz passes it on, or {@code null} if it
		 * returned
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

		// What was thrown that is no exception of Quartz is wrapped, twice.
		private static Throwable cause(SchedulerException thrown) {
			Throwable cause = (thrown.getCause() instanceof SchedulerException wrapper
					&& !(wrapper instanceof JobExecutionException)) ? wrapper.getCause() : null;
			return (cause != null) ? cause : thrown;
		}

	}

}
