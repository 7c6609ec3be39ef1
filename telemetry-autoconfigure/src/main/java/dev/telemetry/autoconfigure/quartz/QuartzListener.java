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
 * Listens to one scheduler. Quartz reports the begin and the end of a run on the thread
 * of the run. If another listener throws, Quartz reports an error in place of the end. No
 * method throws. Thread safe.
 */
final class QuartzListener implements JobListener {

	static final String NAME = "dev.telemetry";

	private static final String LISTENER_FAILED = "Unable to notify JobListener";

	private final QuartzJobNames names;

	private final Supplier<QuartzJobs> jobs;

	private final Supplier<InternalFailures> failures;

	// Not static, so that it is gone with the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<QuartzJobs.Run> current = new ThreadLocal<>();

	/**
	 * Creates a listener.
	 * @param names names jobs
	 * @param jobs supplies the object that records jobs, called with the first run
	 * @param failures receives failures of this project's own code
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
	 * Returns a listener for misfired runs.
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
	 * Returns a listener for added jobs, and for errors of other listeners, after which
	 * this listener is not notified of the end of a run.
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
