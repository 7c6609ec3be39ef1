package dev.telemetry.autoconfigure.quartz;

import java.util.function.Supplier;

import org.quartz.JobDetail;
import org.quartz.ListenerManager;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.health.InternalFailures;

/**
 * Adds the listener to each scheduler before it is started. Its own listeners stay, and
 * are notified first.
 */
final class QuartzSchedulers implements BeanPostProcessor {

	private final QuartzJobNames names;

	private final Supplier<QuartzJobs> jobs;

	private final Supplier<InternalFailures> failures;

	/**
	 * Creates an instance.
	 * @param names names jobs
	 * @param jobs supplies the object that records jobs, called with the first job
	 * @param failures receives failures of this project's own code
	 */
	QuartzSchedulers(QuartzJobNames names, Supplier<QuartzJobs> jobs, Supplier<InternalFailures> failures) {
		this.names = names;
		this.jobs = SingletonSupplier.of(jobs)::obtain;
		this.failures = failures;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof SchedulerFactoryBean factory) {
				follow(factory.getScheduler());
			}
			else if (bean instanceof Scheduler scheduler) {
				follow(scheduler);
			}
			else if (bean instanceof JobDetail job) {
				this.names.see(job.getKey(), job.getJobClass());
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("following a scheduler of Quartz", ex);
		}
		return bean;
	}

	private void follow(Scheduler scheduler) throws SchedulerException {
		ListenerManager listeners = scheduler.getListenerManager();
		if (listeners.getJobListener(QuartzListener.NAME) == null) {
			QuartzListener listener = new QuartzListener(this.names, this.jobs, this.failures);
			listeners.addJobListener(listener);
			listeners.addTriggerListener(listener.misfires());
			listeners.addSchedulerListener(listener.scheduler());
		}
	}

}
