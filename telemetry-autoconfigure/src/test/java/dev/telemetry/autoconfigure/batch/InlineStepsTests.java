package dev.telemetry.autoconfigure.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.test.util.ReflectionTestUtils;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which steps get a registry of observations.
 */
class InlineStepsTests {

	private static final int THREADS = 4;

	private static final int STEPS = 500;

	private final ResourcelessJobRepository repository = new ResourcelessJobRepository();

	private final InlineSteps inline = new InlineSteps(() -> (context) -> true, InternalFailures::new);

	@Test
	@Timeout(60)
	void beansThatSeveralThreadsCreateAtOnceAreLeftToSpring() throws Exception {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < THREADS * STEPS; i++) {
			steps.add(step("step-" + i));
		}
		createAsBeans(steps);
		SimpleJobBuilder job = new JobBuilder("job", this.repository).start(steps.get(0));
		steps.stream().skip(1).forEach(job::next);
		this.inline.postProcessAfterInitialization(job.build(), "job");
		assertThat(steps).noneMatch(InlineStepsTests::isObserved);
	}

	private Step step(String name) {
		return new StepBuilder(name, this.repository)
			.tasklet((contribution, chunk) -> RepeatStatus.FINISHED, new ResourcelessTransactionManager())
			.build();
	}

	private void createAsBeans(List<Step> steps) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			CyclicBarrier start = new CyclicBarrier(THREADS);
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				List<Step> own = steps.subList(i * STEPS, (i + 1) * STEPS);
				all.add(threads.submit(() -> {
					start.await(20, TimeUnit.SECONDS);
					own.forEach((step) -> this.inline.postProcessAfterInitialization(step, step.getName()));
					return null;
				}));
			}
			for (Future<?> one : all) {
				one.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static boolean isObserved(Step step) {
		return ReflectionTestUtils.getField(step, "observationRegistry") instanceof ObservationRegistry registry
				&& !registry.isNoop();
	}

}
