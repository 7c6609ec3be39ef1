package dev.telemetry.autoconfigure.job;

import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that are a job and a call.
 */
class BothAnnotationsTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aCallInAClassOfJobsIsBoth() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Jobs.class)) {
			context.getBean(Sync.class).fetch();
			assertThat(this.spans.single("external.api.call")).hasParent(this.spans.single("job.run"))
				.hasAttribute("external.service", "partner")
				.hasAttribute("external.operation", "prices");
			this.spans.clear();
			context.getBean(Sync.class).push();
			assertThat(this.spans.single("external.api.call")).hasParent(this.spans.single("job.run"));
			this.spans.clear();
			context.getBean(Sync.class).run();
			assertThat(this.spans.spans()).singleElement().extracting((span) -> span.getName()).isEqualTo("job.run");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Jobs {

		@Bean
		Sync sync() {
			return new Sync();
		}

	}

	@TimedJob(queue = "sync")
	public static class Sync {

		@TimedExternalCall(service = "partner", operation = "prices")
		public void fetch() {
		}

		@TimedJob(queue = "push")
		@TimedExternalCall(service = "partner", operation = "push")
		public void push() {
		}

		public void run() {
		}

	}

}
