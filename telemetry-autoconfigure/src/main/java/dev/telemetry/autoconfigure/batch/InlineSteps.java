package dev.telemetry.autoconfigure.batch;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.FlowHolder;
import org.springframework.batch.core.job.flow.FlowJob;
import org.springframework.batch.core.job.flow.FlowStep;
import org.springframework.batch.core.job.flow.State;
import org.springframework.batch.core.job.flow.support.SimpleFlow;
import org.springframework.batch.core.partition.PartitionStep;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.ScopeNotActiveException;

import dev.telemetry.health.InternalFailures;

/**
 * Lets steps be recorded that are not beans, but created within the definition of their
 * job. Most steps are, and Spring Batch observes beans only. The registry of these steps
 * observes nothing but steps, so that items cost no more than without telemetry.
 */
final class InlineSteps implements BeanPostProcessor {

	private static final String FLOW = "flow";

	private static final String PARTITIONS = "partitionHandler";

	private static final String REGISTRY = "observationRegistry";

	// Compared by identity. Several threads may create beans with a scope at once.
	private final Set<AbstractStep> beans = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private final Supplier<ObservationHandler<Observation.Context>> handler;

	private final Supplier<InternalFailures> failures;

	private @Nullable ObservationRegistry steps;

	/**
	 * Creates an instance.
	 * @param handler supplies the handler that records steps, called with the first job
	 * @param failures receives failures of this project's own code
	 */
	InlineSteps(Supplier<ObservationHandler<Observation.Context>> handler, Supplier<InternalFailures> failures) {
		this.handler = handler;
		this.failures = failures;
	}

	// Steps that are beans are processed before their job.
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof AbstractStep step) {
				this.beans.add(step);
			}
			else if (bean instanceof AbstractJob job) {
				observe(job);
			}
		}
		catch (ScopeNotActiveException ex) {
			// A bean that is created with each run of its job has no name yet.
		}
		catch (Throwable ex) {
			this.failures.get().report("looking at the steps of a job", ex);
		}
		return bean;
	}

	private void observe(AbstractJob job) throws Exception {
		if (job instanceof FlowJob) {
			observe(flow(FlowJob.class, job), new HashSet<>());
			return;
		}
		for (String name : job.getStepNames()) {
			observe(job.getStep(name), new HashSet<>());
		}
	}

	// The job itself cannot be asked for its steps: it stores what it finds, and
	// nested flows know their steps only when they are initialized, right before they
	// are started.
	private void observe(@Nullable Flow flow, Set<Flow> seen) throws Exception {
		if (flow == null || !seen.add(flow)) {
			return;
		}
		if (flow instanceof SimpleFlow simple) {
			simple.afterPropertiesSet();
		}
		for (State state : flow.getStates()) {
			if (state instanceof StepHolder holder) {
				observe(holder.getStep(), seen);
			}
			else if (state instanceof FlowHolder holder) {
				for (Flow inner : holder.getFlows()) {
					observe(inner, seen);
				}
			}
		}
	}

	private void observe(@Nullable Step step, Set<Flow> seen) throws Exception {
		if (step instanceof AbstractStep inline && !this.beans.contains(inline) && !isObserved(inline)) {
			inline.setObservationRegistry(steps());
		}
		if (step instanceof FlowStep) {
			observe(flow(FlowStep.class, step), seen);
		}
		else if (step instanceof PartitionStep
				&& BatchFields.read(PartitionStep.class, PARTITIONS, step) instanceof StepHolder holder) {
			observe(holder.getStep(), seen);
		}
	}

	private static boolean isObserved(AbstractStep step) {
		return BatchFields.read(AbstractStep.class, REGISTRY, step) instanceof ObservationRegistry set && !set.isNoop();
	}

	private static @Nullable Flow flow(Class<?> type, Object holder) {
		return (Flow) BatchFields.read(type, FLOW, holder);
	}

	private ObservationRegistry steps() {
		ObservationRegistry registry = this.steps;
		if (registry == null) {
			registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationPredicate((name, context) -> BatchSteps.OBSERVATION.equals(name))
				.observationHandler(this.handler.get());
			this.steps = registry;
		}
		return registry;
	}

}
