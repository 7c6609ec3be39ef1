package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.job.ScheduledRuns.Run;
import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Records scheduled methods as jobs if no proxy with the advice of telemetry is before
 * them: the scheduler may have the bean without its proxy, or the bean has none. Also
 * records runs that fail before they reach the advice.
 */
final class ScheduledJobs implements ObservedOperation<ScheduledTaskObservationContext> {

	/**
	 * Key-values of the default convention that are attributes of the span under other
	 * names.
	 */
	private static final Set<String> SAID_OTHERWISE = Set.of("error", "exception", "outcome");

	private final TimedMethods methods;

	private final RecordedMethods found;

	private final ScheduledRuns runs;

	private final FailedRuns failedRuns;

	private final ContextLeaks leaks;

	private final BooleanSupplier active;

	/**
	 * Creates the jobs.
	 * @param methods the methods with the advice of telemetry
	 * @param found supplies operations
	 * @param runs decides what records a run
	 * @param failedRuns remembers the ids of failed runs
	 * @param leaks restores the context of a thread
	 * @param active returns {@code false} once the application has begun to end
	 */
	ScheduledJobs(TimedMethods methods, RecordedMethods found, ScheduledRuns runs, FailedRuns failedRuns,
			ContextLeaks leaks, BooleanSupplier active) {
		this.methods = methods;
		this.found = found;
		this.runs = runs;
		this.failedRuns = failedRuns;
		this.leaks = leaks;
		this.active = active;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext;
	}

	// A periodic task does not belong to the request that scheduled it.
	@Override
	public ContextLeaks outermost() {
		return this.leaks;
	}

	@Override
	public @Nullable Operation operation(ScheduledTaskObservationContext context) {
		Method method = context.getMethod();
		Class<?> targetClass = context.getTargetClass();
		boolean reached = Proxy.isProxyClass(targetClass) || this.methods.of(targetClass).reaches(method);
		Run run = this.runs.begin(method, targetClass, reached);
		context.put(Run.class, run);
		return (run.isObserved()) ? job(method, targetClass).operation() : null;
	}

	private RecordedMethod job(Method method, Class<?> targetClass) {
		RecordedMethod job = this.methods.of(targetClass).job(method);
		// The names of JDK proxies have arbitrary numbers.
		return (job != null) ? job : this.found.scheduled(method,
				(Proxy.isProxyClass(targetClass)) ? method.getDeclaringClass() : ClassUtils.getUserClass(targetClass));
	}

	// A run that did not reach the advice is recorded after the fact.
	@Override
	public void endUnrecorded(ScheduledTaskObservationContext context) {
		Run run = context.get(Run.class);
		if (run != null && this.runs.end(run, context.getError() != null)) {
			Operation operation = job(context.getMethod(), context.getTargetClass()).operation();
			if (operation != null) {
				end(context, startEarlier(operation, run));
			}
		}
	}

	private static Recording startEarlier(Operation operation, Run run) {
		try (Scope scope = Context.root().makeCurrent()) {
			return operation.startEarlier(run.elapsed());
		}
	}

	@Override
	public void end(ScheduledTaskObservationContext context, Recording recording) {
		Run run = context.get(Run.class);
		Throwable error = context.getError();
		if (run != null) {
			this.runs.end(run, error != null);
		}
		recording.describe((span) -> describe(span, context));
		if (error != null) {
			recording.fail(error);
			this.failedRuns.add(error, recording);
			this.failedRuns.stay(error);
		}
		else if (isCutOff(context)) {
			recording.fail(RecordedSubscription.SHUTDOWN);
		}
		else if (run != null && run.isSkipped()) {
			recording.skip(RecordedMethod.NOT_REACHED);
		}
		else {
			recording.succeed();
		}
	}

	// At the end of the application, Spring cancels its subscriptions, and ends their
	// observations as if they were complete.
	private boolean isCutOff(ScheduledTaskObservationContext context) {
		return !this.active.getAsBoolean()
				&& MethodResult.of(context.getMethod(), context.getTargetClass()).isDeferred();
	}

	private static void describe(Span span, ScheduledTaskObservationContext context) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
	}

}
