package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Scheduled methods as jobs, where no proxy with our advice stands before them: the
 * scheduler may have a bean without its proxy, or the bean has none.
 */
final class ScheduledJobs implements ObservedOperation<ScheduledTaskObservationContext> {

	/** Of the default convention, what the span says in other words. */
	private static final Set<String> SAID_OTHERWISE = Set.of("error", "exception", "outcome");

	private final TimedMethods methods;

	private final RecordedMethods found;

	private final ScheduledRuns runs;

	private final FailedRuns failedRuns;

	private final ContextLeaks leaks;

	ScheduledJobs(TimedMethods methods, RecordedMethods found, ScheduledRuns runs, FailedRuns failedRuns,
			ContextLeaks leaks) {
		this.methods = methods;
		this.found = found;
		this.runs = runs;
		this.failedRuns = failedRuns;
		this.leaks = leaks;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext;
	}

	// A periodic task is no part of the request that scheduled it.
	@Override
	public ContextLeaks outermost() {
		return this.leaks;
	}

	@Override
	public @Nullable Operation operation(ScheduledTaskObservationContext context) {
		Method method = context.getMethod();
		Class<?> targetClass = context.getTargetClass();
		boolean reached = Proxy.isProxyClass(targetClass) || this.methods.of(targetClass).reaches(method);
		return (this.runs.begin(method, targetClass, reached)) ? job(method, targetClass).operation() : null;
	}

	private RecordedMethod job(Method method, Class<?> targetClass) {
		RecordedMethod job = this.methods.of(targetClass).job(method);
		// The names of proxies are numbered as they come.
		return (job != null) ? job : this.found.scheduled(method,
				(Proxy.isProxyClass(targetClass)) ? method.getDeclaringClass() : ClassUtils.getUserClass(targetClass));
	}

	// What is not expected is recorded after the fact.
	@Override
	public void endUnrecorded(ScheduledTaskObservationContext context) {
		long nanos = this.runs.end();
		if (nanos >= 0) {
			Operation operation = job(context.getMethod(), context.getTargetClass()).operation();
			if (operation != null) {
				operation.record(Duration.ofNanos(nanos), context.getError() == null);
			}
		}
	}

	@Override
	public void end(ScheduledTaskObservationContext context, Recording recording) {
		this.runs.end();
		recording.describe((span) -> describe(span, context));
		Throwable error = context.getError();
		if (error != null) {
			recording.fail(error);
			this.failedRuns.add(error, recording);
			this.failedRuns.stay(error);
		}
		else {
			recording.succeed();
		}
	}

	private static void describe(Span span, ScheduledTaskObservationContext context) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
	}

}
