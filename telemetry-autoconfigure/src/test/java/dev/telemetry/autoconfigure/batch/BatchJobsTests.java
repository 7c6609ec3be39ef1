package dev.telemetry.autoconfigure.batch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.annotation.BatchObservabilityBeanPostProcessor;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepLocator;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs of Spring Batch, observed as Spring Boot does it.
 */
@NoTelemetryLeaks
class BatchJobsTests {

	private final RecordedSpans spans = new RecordedSpans();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void aJobOfSpringBatchIsAJobWithItsStepsBelow() throws Exception {
		run();
		JobExecution execution = execute("nightly", new ExecutionContext());
		SpanData job = this.spans.single("job.run");
		assertThat(job).isRoot()
			.isNotError()
			.hasAttribute("queue.name", "batch")
			.hasAttribute("job.type", "nightly")
			.hasAttribute("job.success", true)
			.hasAttribute("batch.exit_code", "COMPLETED")
			.hasAttribute("batch.job.execution_id", execution.getId());
		assertThat(this.spans.named("batch.step")).hasSize(2).allSatisfy((step) -> assertThat(step).hasParent(job));
		assertThat(this.spans.named("external.api.call")).singleElement()
			.satisfies((call) -> assertThat(call).hasParent(step("load")));
		assertThat(this.spans.spans()).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("job.run", "batch.step", "batch.step", "external.api.call");
	}

	@Test
	void aStepSaysWhatItCounted() throws Exception {
		run();
		execute("nightly", new ExecutionContext());
		assertThat(step("copy")).hasAttribute("batch.step.read_count", 5L)
			.hasAttribute("batch.step.write_count", 4L)
			.hasAttribute("batch.step.filter_count", 1L)
			.hasAttribute("batch.step.skip_count", 0L)
			.hasAttribute("batch.step.rollback_count", 0L)
			.hasAttribute("batch.exit_code", "COMPLETED");
	}

	@Test
	void itemsOfAStepThatIsABeanAreMeasuredBySpringAndNoSpans() throws Exception {
		run();
		execute("copying", new ExecutionContext());
		assertThat(this.spans.spans()).extracting(SpanData::getName).containsExactlyInAnyOrder("job.run", "batch.step");
		assertThat(this.context.getBean(MeterRegistry.class).get("spring.batch.item.process").timer().count())
			.isEqualTo(5);
	}

	@Test
	void aJobHasFailedIfItsStatusSaysSo() throws Exception {
		run();
		JobExecution execution = execute("failing", new ExecutionContext());
		assertThat(execution.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(this.spans.single("job.run")).isError()
			.hasException(IllegalStateException.class, "boom")
			.hasAttribute("job.success", false)
			.hasAttribute("batch.exit_code", "FAILED");
		assertThat(this.spans.single("batch.step")).isError();
		assertThat(timer("failing", "success", "false")).isOne();
	}

	@Test
	void aStepWhoseStartCannotBeStoredEndsWithItsJob() throws Exception {
		run();
		execute("unstorable", new ExecutionContext());
		SpanData job = this.spans.single("job.run");
		assertThat(job).isError().hasException(IllegalStateException.class, "the database is away");
		assertThat(this.spans.single("batch.step")).hasParent(job)
			.isError()
			.hasException(IllegalStateException.class, "the database is away");
	}

	@Test
	void aJobThatWasStoppedIsNeitherASuccessNorAFailure() throws Exception {
		run();
		execute("stopping", new ExecutionContext());
		assertThat(this.spans.single("job.run")).isNotError()
			.hasAttribute("job.skip_reason", "stopped")
			.hasNoAttribute("job.success");
	}

	@Test
	void aRestartIsLinkedToTheRunBefore() throws Exception {
		run();
		JobExecution first = execute("failing", new ExecutionContext());
		SpanData before = this.spans.single("job.run");
		this.spans.clear();
		execute("failing", first.getExecutionContext());
		assertThat(before.getLinks()).isEmpty();
		assertThat(this.spans.single("job.run").getLinks()).extracting(LinkData::getSpanContext)
			.singleElement()
			.satisfies((link) -> {
				assertThat(link.getTraceId()).isEqualTo(before.getTraceId());
				assertThat(link.getSpanId()).isEqualTo(before.getSpanId());
			});
	}

	@Test
	void stepsOnThreadsOfTheirOwnAreBelowTheirJob() throws Exception {
		run();
		execute("partitioned", new ExecutionContext());
		SpanData job = this.spans.single("job.run");
		assertThat(this.spans.named("batch.step")).hasSize(4)
			.allSatisfy((step) -> assertThat(step.getTraceId()).isEqualTo(job.getTraceId()));
	}

	@Test
	void stepsOfFlowsWithinFlowsAreBelowTheirJobWhichKnowsThemAll() throws Exception {
		run();
		execute("flows", new ExecutionContext());
		SpanData job = this.spans.single("job.run");
		for (String name : List.of("first", "left", "right", "flow", "within")) {
			assertThat(step(name).getTraceId()).as(name).isEqualTo(job.getTraceId());
		}
		assertThat(step("left")).hasParent(job);
		assertThat(((StepLocator) this.context.getBean("flows")).getStep("left")).isNotNull();
		this.spans.clear();
		execute("inlinePartitions", new ExecutionContext());
		assertThat(this.spans.named("batch.step")).hasSize(2);
	}

	@Test
	void aStepThatTheApplicationLetsItsRegistryObserveKeepsItsTimer() throws Exception {
		run();
		execute("inlinePartitions", new ExecutionContext());
		assertThat(step("all")).hasParent(this.spans.single("job.run"));
		assertThat(this.context.getBean(MeterRegistry.class).get("spring.batch.step").timer().count()).isOne();
	}

	@Test
	void onAThreadOfItsOwnAStepWhoseStartCannotBeStoredEndsWithItsJobToo() throws Exception {
		run();
		execute("unstorableFlow", new ExecutionContext());
		assertThat(this.spans.single("batch.step")).hasParent(this.spans.single("job.run")).isError();
	}

	@Test
	void aStepThatIsMadeWithItsJobIsRecordedAndNoFailureOfTelemetry() throws Exception {
		run();
		execute("scoped", new ExecutionContext());
		assertThat(this.spans.single("batch.step")).hasParent(this.spans.single("job.run"))
			.hasAttribute("batch.step.name", "scoped");
		assertThat(this.context.getBean(InternalFailures.class).count()).isZero();
	}

	@Test
	void aJobWithinAStepOfAnotherIsRecordedAsWhatItIs() throws Exception {
		run();
		execute("enclosing", new ExecutionContext());
		assertThat(this.spans.named("job.run")).hasSize(2)
			.allSatisfy((job) -> assertThat(job).isNotError().hasAttribute("batch.exit_code", "COMPLETED"));
		assertThat(timer("inner", "success", "true")).isOne();
		assertThat(timer("enclosing", "success", "true")).isOne();
	}

	@Test
	void aJobThatRunsWhileAnotherOneDoesIsRecordedAsWhatItIs() throws Exception {
		run();
		execute("waiting", new ExecutionContext());
		assertThat(timer("waiting", "success", "true")).isOne();
		assertThat(timer("failing", "success", "false")).isOne();
	}

	@Test
	void theLastSuccessIsKnownByTheNameOfTheJob() throws Exception {
		run();
		execute("nightly", new ExecutionContext());
		assertThat(this.context.getBean(MeterRegistry.class)
			.get("job.last.success")
			.tag("type", "nightly")
			.gauge()
			.value()).isPositive();
		assertThat(timer("nightly", "success", "true")).isOne();
	}

	@Test
	void withoutSpansItIsMeasured() throws Exception {
		run("--telemetry.backend=prom");
		execute("nightly", new ExecutionContext());
		assertThat(timer("nightly", "success", "true")).isOne();
		assertThat(this.spans.spans()).isEmpty();
	}

	@Test
	void itCanBeLeftToSpring() throws Exception {
		run("--telemetry.job.batch=false");
		execute("nightly", new ExecutionContext());
		assertThat(this.spans.named("job.run")).isEmpty();
		assertThat(this.spans.named("spring.batch.job")).hasSize(1);
	}

	@Test
	void whatSpringMeasuresStays() throws Exception {
		run();
		execute("nightly", new ExecutionContext());
		assertThat(this.context.getBean(MeterRegistry.class)
			.get("spring.batch.job")
			.tag("spring.batch.job.status", "COMPLETED")
			.timer()
			.count()).isOne();
	}

	@Test
	void theLaunchOfAJobIsMeasuredAndNoRootOfItsTrace() throws Exception {
		run();
		JobOperatorFactoryBean operator = new JobOperatorFactoryBean();
		operator.setJobRepository(this.context.getBean(JobRepository.class));
		operator.setJobRegistry(new MapJobRegistry());
		operator.setTransactionManager(new ResourcelessTransactionManager());
		operator.setObservationRegistry(this.context.getBean(ObservationRegistry.class));
		operator.afterPropertiesSet();
		operator.getObject().start(this.context.getBean("nightly", Job.class), new JobParameters());
		assertThat(this.spans.single("job.run")).isRoot();
		assertThat(this.context.getBean(MeterRegistry.class).get("spring.batch.job.launch.count").timer().count())
			.isOne();
	}

	private static JobOperator operator(JobRepository repository) throws Exception {
		JobOperatorFactoryBean operator = new JobOperatorFactoryBean();
		operator.setJobRepository(repository);
		operator.setJobRegistry(new MapJobRegistry());
		operator.setTransactionManager(new ResourcelessTransactionManager());
		operator.afterPropertiesSet();
		return operator.getObject();
	}

	private void run(String... args) {
		this.context = RecordedApplication.run(this.spans, Jobs.class, args);
	}

	private JobExecution execute(String name, ExecutionContext before) throws Exception {
		ResourcelessJobRepository repository = this.context.getBean(ResourcelessJobRepository.class);
		JobParameters parameters = new JobParameters();
		JobExecution execution = repository.createJobExecution(repository.createJobInstance(name, parameters),
				parameters, before);
		this.context.getBean(name, Job.class).execute(execution);
		return execution;
	}

	private SpanData step(String name) {
		return this.spans.named("batch.step")
			.stream()
			.filter((step) -> step.getAttributes()
				.asMap()
				.entrySet()
				.stream()
				.anyMatch((attribute) -> attribute.getKey().getKey().equals("batch.step.name")
						&& attribute.getValue().equals(name)))
			.findFirst()
			.orElseThrow();
	}

	private long timer(String type, String key, String value) {
		return this.context.getBean(MeterRegistry.class)
			.get("job.run")
			.tag("type", type)
			.tag(key, value)
			.timer()
			.count();
	}

	@Configuration(proxyBeanMethods = false)
	static class Jobs {

		private static final Tasklet FINISHED = (contribution, chunk) -> RepeatStatus.FINISHED;

		private final ResourcelessTransactionManager transactions = new ResourcelessTransactionManager();

		@Bean
		static BatchObservabilityBeanPostProcessor batchObservabilityBeanPostProcessor() {
			return new BatchObservabilityBeanPostProcessor();
		}

		@Bean
		ResourcelessJobRepository repository() {
			return new ResourcelessJobRepository();
		}

		@Bean
		Job nightly(JobRepository repository, TelemetryRecorder recorder) {
			return new JobBuilder("nightly", repository).start(tasklet("load", repository, (contribution, chunk) -> {
				recorder.externalCall("partner", "prices").run((call) -> {
				});
				return RepeatStatus.FINISHED;
			})).next(copy(repository)).build();
		}

		@Bean
		Job copying(JobRepository repository, @Qualifier("copyBean") Step copyBean) {
			return new JobBuilder("copying", repository).start(copyBean).build();
		}

		@Bean
		Step copyBean(JobRepository repository) {
			return copy(repository);
		}

		private Step copy(JobRepository repository) {
			return new StepBuilder("copy", repository).<Integer, Integer>chunk(2)
				.transactionManager(this.transactions)
				.reader(new ListItemReader<>(List.of(1, 2, 3, 4, 5)))
				.processor((item) -> (item == 3) ? null : item)
				.writer((items) -> {
				})
				.build();
		}

		@Bean
		Job failing(JobRepository repository) {
			return new JobBuilder("failing", repository).start(tasklet("fail", repository, (contribution, chunk) -> {
				throw new IllegalStateException("boom");
			})).build();
		}

		@Bean
		Job inner(JobRepository repository) {
			return new JobBuilder("inner", repository).start(tasklet("inner", repository, FINISHED)).build();
		}

		@Bean
		Job enclosing(JobRepository repository, @Qualifier("inner") Job inner) throws Exception {
			return new JobBuilder("enclosing", repository)
				.start(new StepBuilder("job", repository).job(inner).operator(operator(repository)).build())
				.build();
		}

		@Bean
		Job waiting(JobRepository repository, @Qualifier("failing") Job failing) {
			return new JobBuilder("waiting", repository).start(tasklet("wait", repository, (contribution, chunk) -> {
				Thread other = new Thread(new FutureTask<>(() -> {
					failing.execute(new JobExecution(1, new JobInstance(1, "failing"), new JobParameters()));
					return null;
				}));
				other.start();
				other.join();
				return RepeatStatus.FINISHED;
			})).build();
		}

		@Bean
		Job unstorable(JobRepository repository) {
			return new JobBuilder("unstorable", repository).start(tasklet("load", away(), FINISHED)).build();
		}

		@Bean
		Job unstorableFlow(JobRepository repository) {
			return new JobBuilder("unstorableFlow", repository)
				.start(split("split", flow("unstored", tasklet("load", away(), FINISHED))))
				.end()
				.build();
		}

		private static JobRepository away() {
			return new ResourcelessJobRepository() {

				@Override
				public void update(StepExecution stepExecution) {
					throw new IllegalStateException("the database is away");
				}

			};
		}

		@Bean
		Job flows(JobRepository repository) {
			return new JobBuilder("flows", repository).start(flow("begin", tasklet("first", repository, FINISHED)))
				.next(split("split", flow("left", tasklet("left", repository, FINISHED)),
						flow("right", tasklet("right", repository, FINISHED))))
				.next(new StepBuilder("flow", repository).flow(flow("inner", tasklet("within", repository, FINISHED)))
					.build())
				.end()
				.build();
		}

		@Bean
		Job inlinePartitions(JobRepository repository, ObservationRegistry observations) {
			return new JobBuilder("inlinePartitions", repository)
				.start(new StepBuilder("all", repository).observationRegistry(observations)
					.partitioner("inline", (size) -> Map.of("a", new ExecutionContext()))
					.step(tasklet("inline", repository, FINISHED))
					.build())
				.build();
		}

		private static Flow flow(String name, Step step) {
			return new FlowBuilder<Flow>(name).start(step).build();
		}

		private static Flow split(String name, Flow... flows) {
			return new FlowBuilder<Flow>(name).split(new SimpleAsyncTaskExecutor(name + "-")).add(flows).build();
		}

		@Bean
		Job stopping(JobRepository repository) {
			return new JobBuilder("stopping", repository).start(tasklet("stop", repository, (contribution, chunk) -> {
				contribution.getStepExecution().setTerminateOnly();
				return RepeatStatus.CONTINUABLE;
			})).build();
		}

		@Bean
		Job partitioned(JobRepository repository, @Qualifier("part") Step part) {
			return new JobBuilder("partitioned", repository).start(new StepBuilder("all", repository)
				.partitioner("part",
						(size) -> Map.of("a", new ExecutionContext(), "b", new ExecutionContext(), "c",
								new ExecutionContext()))
				.step(part)
				.taskExecutor(new SimpleAsyncTaskExecutor("part-"))
				.build()).build();
		}

		@Bean
		Step part(JobRepository repository) {
			return tasklet("part", repository, (contribution, chunk) -> RepeatStatus.FINISHED);
		}

		@Bean
		static org.springframework.batch.core.scope.JobScope jobScope() {
			org.springframework.batch.core.scope.JobScope scope = new org.springframework.batch.core.scope.JobScope();
			scope.setAutoProxy(false);
			return scope;
		}

		@Bean
		Job scoped(JobRepository repository, @Qualifier("scopedStep") Step scopedStep) {
			return new JobBuilder("scoped", repository).start(scopedStep).build();
		}

		@Bean
		@JobScope
		Step scopedStep(JobRepository repository) {
			return tasklet("scoped", repository, (contribution, chunk) -> RepeatStatus.FINISHED);
		}

		private Step tasklet(String name, JobRepository repository, Tasklet tasklet) {
			return new StepBuilder(name, repository).tasklet(tasklet, this.transactions).build();
		}

	}

}
