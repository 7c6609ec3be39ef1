package dev.telemetry.starter.application;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application of Quartz: each piece of work is a job.
 */
@Configuration(proxyBeanMethods = false)
@Import(Application.class)
public class QuartzJobApplication {

	private static final Logger logger = LoggerFactory.getLogger(QuartzJobApplication.class);

	private static final ConcurrentMap<String, CountDownLatch> done = new ConcurrentHashMap<>();

	@Bean
	Work work(Scheduler scheduler) {
		return (marker) -> {
			CountDownLatch latch = new CountDownLatch(1);
			done.put(marker, latch);
			try {
				JobDetail job = JobBuilder.newJob(Logging.class).withIdentity("work " + marker).storeDurably().build();
				scheduler.addJob(job, true);
				scheduler.triggerJob(job.getKey());
				if (!latch.await(30, TimeUnit.SECONDS)) {
					throw new IllegalStateException("The job has not run");
				}
			}
			catch (SchedulerException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		};
	}

	/**
	 * Logs its marker.
	 */
	public static class Logging implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			String name = context.getJobDetail().getKey().getName();
			logger.info(name);
			done.get(name.substring("work ".length())).countDown();
		}

	}

}
