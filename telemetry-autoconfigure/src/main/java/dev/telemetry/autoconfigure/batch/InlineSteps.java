package dev.telemetry.autoconfigure.batch;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.ScopeNotActiveException;

import dev.telemetry.health.InternalFailures;

/**
 * Lets steps be recorded that are no beans, but made where their job is: most are, and
 * Spring Batch observes beans only. Their registry knows nothing but steps, so that items
 * cost no more than without telemetry.
 */
final class InlineSteps implements BeanPostProcessor {

	// Compared by identity.
	private final Set<AbstractStep> beans = Collections.newSetFromMap(new WeakHashMap<>());

	private final Supplier<ObservationHandler<Observation.Context>> handler;

	private final Supplier<InternalFailures> failures;

	private @Nullable ObservationRegistry steps;

	/**
	 * Creates what looks at jobs.
	 * @param handler records steps, asked for with the first job
	 * @param failures where failures of the product itself end
	 */
	InlineSteps(Supplier<ObservationHandler<Observation.Context>> handler, Supplier<InternalFailures> failures) {
		this.handler = handler;
		this.failures = failures;
	}

	// The steps of a job that are beans come before it.
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
			// A bean that is made with each run of its job has no name yet.
		}
		catch (Throwable ex) {
			this.failures.get().report("looking at the steps of a job", ex);
		}
		return bean;
	}

	private void observe(AbstractJob job) {
		for (String name : job.getStepNames()) {
			if (job.getStep(name) instanceof AbstractStep step && !this.beans.contains(step)) {
				step.setObservationRegistry(steps());
			}
		}
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
