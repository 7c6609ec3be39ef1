package dev.telemetry.autoconfigure.quartz;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.SchedulerException;
import org.quartz.SchedulerListener;
import org.quartz.Trigger;
import org.quartz.TriggerListener;
import org.quartz.listeners.SchedulerListenerSupport;
import org.quartz.listeners.TriggerListenerSupport;

import dev.telemetry.health.InternalFailures;

/**
 * Listens to one scheduler. Quartz tells the begin and the end of a run on the thread of
 * the run, the end not if another listener throws before: an error tells it then. Nothing
 * in here throws. Thread safe.
 */
final class QuartzListener implements JobListener {

	static final String NAME = "dev.telemetry";

	private static final String LISTENER_FAILED = "Unable to notify JobListener";

	private final QuartzJobNames names;

	private final Supplier<QuartzJobs> jobs;

	private final Supplier<InternalFailures> failures;

	// Of one application, and gone with it.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<QuartzJobs.Run> current = new ThreadLocal<>();

	/**
	 * Creates a listener.
	 * @param names names jobs
	 * @param jobs records jobs, asked for with the first run
	 * @param failures where failures of the product itself end
	 */
	QuartzListener(QuartzJobNames names, Supplier<QuartzJobs> jobs, Supplier<InternalFailures> failures) {
		this.names = names;
		this.jobs = jobs;
		this.failures = failures;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public void jobToBeExecuted(JobExecutionContext context) {
		guarded(() -> this.current.set(this.jobs.get().begin(context)));
	}

	@Override
	public void jobExecutionVetoed(JobExecutionContext context) {
		guarded(() -> this.jobs.get().vetoed(context));
	}

	@Override
	@SuppressWarnings("NullAway")
	public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException jobException) {
		end(jobException);
	}

	private void end(@Nullable SchedulerException thrown) {
		guarded(() -> {
			QuartzJobs.Run run = this.current.get();
			if (run != null) {
				this.current.remove();
				run.end(thrown);
			}
		});
	}

	private void guarded(Runnable work) {
		try {
			work.run();
		}
		catch (Throwable ex) {
			this.failures.get().report("recording a job of Quartz", ex);
		}
	}

	/**
	 * Listens to runs that were not there at their time.
	 */
	TriggerListener misfires() {
		return new TriggerListenerSupport() {

			@Override
			public String getName() {
				return NAME;
			}

			@Override
			public void triggerMisfired(Trigger trigger) {
				guarded(() -> QuartzListener.this.jobs.get().misfired(trigger));
			}

		};
	}

	/**
	 * Listens to jobs that are added, and to errors of other listeners, after which this
	 * one is told nothing more.
	 */
	SchedulerListener scheduler() {
		return new SchedulerListenerSupport() {

			@Override
			public void jobAdded(JobDetail job) {
				guarded(() -> QuartzListener.this.names.see(job.getKey(), job.getJobClass()));
			}

			@Override
			public void schedulerError(String message, SchedulerException cause) {
				if (message.startsWith(LISTENER_FAILED)) {
					end(cause);
				}
			}

		};
	}

}
