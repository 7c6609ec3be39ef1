package dev.telemetry.autoconfigure.batch;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.configuration.annotation.BatchObservabilityBeanPostProcessor;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a step of Spring Batch leaves open ends with the step.
 */
@NoTelemetryLeaks
class BatchScopesTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void neitherTheNextStepNorTheNextJobIsBelowAScopeThatWasLeftOpen() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Jobs.class)) {
			ResourcelessJobRepository repository = context.getBean(ResourcelessJobRepository.class);
			JobParameters parameters = new JobParameters();
			context.getBean(Job.class)
				.execute(repository.createJobExecution(repository.createJobInstance("leaking", parameters), parameters,
						new ExecutionContext()));
			assertThat(Span.current().getSpanContext().isValid()).isFalse();
			SpanData job = this.spans.single("job.run");
			assertThat(job).isRoot();
			assertThat(this.spans.named("batch.step")).hasSize(2)
				.allSatisfy((step) -> assertThat(step).hasParent(job))
				.extracting((step) -> step.getAttributes().get(AttributeKey.stringKey("batch.step.name")))
				.containsExactly("leak", "after");
			assertThat(context.getBean(ContextLeaks.class).count()).isOne();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Jobs {

		private final ResourcelessJobRepository repository = new ResourcelessJobRepository();

		@Bean
		static BatchObservabilityBeanPostProcessor batchObservabilityBeanPostProcessor() {
			return new BatchObservabilityBeanPostProcessor();
		}

		@Bean
		ResourcelessJobRepository repository() {
			return this.repository;
		}

		@Bean
		Job leaking(Tracer tracer) {
			return new JobBuilder("leaking", this.repository).start(step("leak", (contribution, chunk) -> {
				tracer.withSpan(tracer.nextSpan().name("leak").start());
				return RepeatStatus.FINISHED;
			})).next(step("after", (contribution, chunk) -> RepeatStatus.FINISHED)).build();
		}

		private Step step(String name, Tasklet tasklet) {
			return new StepBuilder(name, this.repository).tasklet(tasklet, new ResourcelessTransactionManager())
				.build();
		}

	}

}
