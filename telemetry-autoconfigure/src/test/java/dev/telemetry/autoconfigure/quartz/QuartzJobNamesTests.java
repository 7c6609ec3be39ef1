package dev.telemetry.autoconfigure.quartz;

import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.utils.Key;
import org.springframework.mock.env.MockEnvironment;

import dev.telemetry.record.TimedJob;

import static org.assertj.core.api.Assertions.assertThat;

class QuartzJobNamesTests {

	private final QuartzJobNames names = new QuartzJobNames(new MockEnvironment());

	@Test
	void twoClassesOfOneShortNameAreTwoJobs() {
		for (int i = 0; i < 2; i++) {
			assertThat(this.names.of(unnamed(), java.util.Date.class).type()).isEqualTo("Date");
			assertThat(this.names.of(unnamed(), java.sql.Date.class).type()).isEqualTo("java.sql.Date");
		}
	}

	@Test
	void anAnnotationWithoutATypeIsNamedAfterTheClass() {
		assertThat(this.names.of(unnamed(), Annotated.class))
			.isEqualTo(new QuartzJobNames.Name("night", "QuartzJobNamesTests.Annotated.execute"));
	}

	private static JobKey unnamed() {
		return new JobKey(Key.createUniqueName(null));
	}

	static class Annotated implements Job {

		@Override
		@TimedJob(queue = "night")
		public void execute(JobExecutionContext context) {
		}

	}

}
