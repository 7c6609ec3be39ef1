package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

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
import dev.telemetry.record.TelemetryRecorder;

/**
 * Scheduled methods as jobs. One that has an annotation is left to that: it names the job
 * better.
 */
final class ScheduledJobs implements ObservedOperation<ScheduledTaskObservationContext> {

	private static final String QUEUE = "scheduled";

	/** Of the default convention, what the span says in other words. */
	private static final Set<String> SAID_OTHERWISE = Set.of("error", "exception", "outcome");

	private final ContextLeaks leaks;

	private final Supplier<TelemetryRecorder> recorder;

	private final TimedMethods methods;

	ScheduledJobs(Supplier<TelemetryRecorder> recorder, TimedMethods methods, ContextLeaks leaks) {
		this.leaks = leaks;
		this.recorder = recorder;
		this.methods = methods;
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
		if (isJob(context.getMethod(), context.getTargetClass())) {
			return null;
		}
		return this.recorder.get()
			.job(QUEUE, ClassUtils.getShortName(named(context)) + "." + context.getMethod().getName());
	}

	private boolean isJob(Method method, Class<?> targetClass) {
		List<TimedMethod> timed = (Proxy.isProxyClass(targetClass)) ? this.methods.ofImplementations(method)
				: this.methods.of(method, targetClass);
		return timed.stream().anyMatch((found) -> found instanceof RecordedMethod recorded && recorded.isJob());
	}

	// The names of proxies are numbered as they come.
	private static Class<?> named(ScheduledTaskObservationContext context) {
		Class<?> targetClass = context.getTargetClass();
		return (Proxy.isProxyClass(targetClass)) ? context.getMethod().getDeclaringClass()
				: ClassUtils.getUserClass(targetClass);
	}

	@Override
	public void end(ScheduledTaskObservationContext context, Recording recording) {
		recording.describe((span) -> describe(span, context));
		Throwable error = context.getError();
		if (error != null) {
			recording.fail(error);
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
