package dev.telemetry.autoconfigure.quartz;

import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.utils.Key;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.scheduling.quartz.QuartzJobBean;

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

	@Test
	void anAnnotationOfTheMethodWithinSaysSo() {
		assertThat(this.names.of(unnamed(), Inside.class).type())
			.isEqualTo("QuartzJobNamesTests.Inside.executeInternal");
	}

	@Test
	void aTriggerOfAJobThatWasSeenHasTheNamesOfItsAnnotation() {
		JobKey key = new JobKey("nightly");
		assertThat(this.names.of(key)).isEqualTo(new QuartzJobNames.Name("quartz", "nightly"));
		this.names.see(key, Annotated.class);
		assertThat(this.names.of(key)).isEqualTo(this.names.of(key, Annotated.class));
	}

	private static JobKey unnamed() {
		return new JobKey(Key.createUniqueName(null));
	}

	static class Inside extends QuartzJobBean {

		@Override
		@TimedJob(queue = "night")
		protected void executeInternal(JobExecutionContext context) {
		}

	}

	static class Annotated implements Job {

		@Override
		@TimedJob(queue = "night")
		public void execute(JobExecutionContext context) {
		}

	}

}
