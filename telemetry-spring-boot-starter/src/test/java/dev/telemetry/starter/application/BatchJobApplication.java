package dev.telemetry.starter.application;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application of Spring Batch: each piece of work is a job, observed as a bean is.
 */
@Configuration(proxyBeanMethods = false)
@Import(Application.class)
public class BatchJobApplication {

	private static final Logger logger = LoggerFactory.getLogger(BatchJobApplication.class);

	@Bean
	Work work(JobOperator operator, JobRepository repository, AutowireCapableBeanFactory beanFactory) {
		return (marker) -> {
			try {
				operator.start((Job) beanFactory.initializeBean(job(marker, repository), "job"),
						new JobParametersBuilder().addString("marker", marker).toJobParameters());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		};
	}

	private static Job job(String marker, JobRepository repository) {
		return new JobBuilder("work " + marker, repository)
			.start(new StepBuilder("step", repository).tasklet((contribution, context) -> {
				logger.info("work {}", marker);
				return RepeatStatus.FINISHED;
			}).build())
			.build();
	}

}
