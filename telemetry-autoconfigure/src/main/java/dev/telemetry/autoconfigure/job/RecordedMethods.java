package dev.telemetry.autoconfigure.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.Schedules;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.JobTrace;
import dev.telemetry.record.Operation;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Finds methods that are jobs or calls to other services.
 */
final class RecordedMethods implements TimedMethodSource {

	/** Queue of scheduled methods without an annotation of this project. */
	static final String SCHEDULED = "scheduled";

	private final MethodNames names = new MethodNames();

	private final Supplier<TelemetryRecorder> recorder;

	private final Supplier<InternalFailures> failures;

	private final FailedRuns failedRuns;

	private final ScheduledRuns runs;

	private final ConfigurableApplicationContext context;

	private final boolean jobs;

	private final boolean scheduled;

	private final boolean calls;

	RecordedMethods(Supplier<TelemetryRecorder> recorder, Supplier<InternalFailures> failures, FailedRuns failedRuns,
			ScheduledRuns runs, ConfigurableApplicationContext context) {
		this.recorder = recorder;
		this.failures = failures;
		this.failedRuns = failedRuns;
		this.runs = runs;
		this.context = context;
		this.jobs = isOn(PropertyNames.JOB_ENABLED);
		this.scheduled = this.jobs && isOn(PropertyNames.JOB_SCHEDULED);
		this.calls = isOn(PropertyNames.CLIENT_ENABLED);
	}

	private boolean isOn(String property) {
		return Binder.get(this.context.getEnvironment()).bind(property, Boolean.class).orElse(true);
	}

	/**
	 * Returns whether scheduled methods without an annotation of this project are jobs.
	 */
	boolean recordsScheduled() {
		return this.scheduled;
	}

	@Override
	public List<RecordedMethod> find(Method method, Class<?> targetClass) {
		TimedJob job = (this.jobs) ? annotation(method, targetClass, TimedJob.class) : null;
		TimedExternalCall call = (this.calls) ? annotation(method, targetClass, TimedExternalCall.class) : null;
		List<RecordedMethod> found = new ArrayList<>(2);
		if (job != null) {
			found.add(job(job, method, targetClass));
		}
		else if (isScheduled(method)) {
			found.add(scheduled(method, targetClass));
		}
		if (call != null && (job == null || AnnotatedElementUtils.hasAnnotation(method, TimedExternalCall.class))) {
			found.add(call(call, method, targetClass));
		}
		return found;
	}

	/**
	 * Returns the annotation of a method. An annotation of the class applies to its
	 * public methods.
	 */
	static <A extends Annotation> @Nullable A annotation(Method method, Class<?> targetClass, Class<A> type) {
		A ofMethod = AnnotatedElementUtils.findMergedAnnotation(method, type);
		return (ofMethod != null || !Modifier.isPublic(method.getModifiers()) || ReflectionUtils.isObjectMethod(method))
				? ofMethod : AnnotatedElementUtils.findMergedAnnotation(targetClass, type);
	}

	private boolean isScheduled(Method method) {
		return this.scheduled && (AnnotatedElementUtils.hasAnnotation(method, Scheduled.class)
				|| AnnotatedElementUtils.hasAnnotation(method, Schedules.class));
	}

	private boolean isDisabled(Method method) {
		Set<Scheduled> schedules = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, Scheduled.class,
				Schedules.class);
		return !schedules.isEmpty() && (!hasScheduling() || schedules.stream()
			.allMatch((scheduled) -> Scheduled.CRON_DISABLED
				.equals(this.context.getEnvironment().resolvePlaceholders(scheduled.cron()))));
	}

	private boolean hasScheduling() {
		return this.context.getBeanFactory()
			.getBeanNamesForType(ScheduledAnnotationBeanPostProcessor.class, true, false).length > 0;
	}

	private RecordedMethod job(TimedJob job, Method method, Class<?> targetClass) {
		String queue = resolved(job.queue(), method);
		String type = resolved(job.type(), method);
		RecordedKind kind = new RecordedKind(true, true, isScheduled(method), isDisabled(method), type.isEmpty());
		return (type.isEmpty()) ? named(kind, queue, job.trace(), method, targetClass)
				: method(kind, method, targetClass, (recorder) -> recorder.job(queue, type).trace(job.trace()));
	}

	/**
	 * Returns the recorded method for a method that the scheduler runs.
	 */
	RecordedMethod scheduled(Method method, Class<?> targetClass) {
		return named(new RecordedKind(true, false, true, isDisabled(method), true), SCHEDULED, JobTrace.DEFAULT, method,
				targetClass);
	}

	/**
	 * Returns the operation of a task that the scheduler runs and that is not a named
	 * method.
	 * @param type type of the job
	 * @return the operation, or {@code null} if the recorder is not available yet
	 */
	@Nullable Operation task(String type) {
		try {
			return this.recorder.get().job(SCHEDULED, type);
		}
		catch (Throwable ex) {
			this.failures.get().report("looking for the recorder", ex);
			return null;
		}
	}

	private RecordedMethod named(RecordedKind kind, String queue, JobTrace trace, Method method, Class<?> targetClass) {
		this.names.addJob(queue, targetClass, method);
		return method(kind, method, targetClass,
				(recorder) -> recorder.job(queue, this.names.job(queue, targetClass, method)).trace(trace));
	}

	private RecordedMethod call(TimedExternalCall call, Method method, Class<?> targetClass) {
		String service = resolved(call.service(), method);
		String operation = resolved(call.operation(), method);
		RecordedKind kind = new RecordedKind(false, true, false, false, operation.isEmpty());
		if (!operation.isEmpty()) {
			return method(kind, method, targetClass, (recorder) -> recorder.externalCall(service, operation));
		}
		String group = "call " + service;
		this.names.addCall(group, targetClass, method);
		return method(kind, method, targetClass,
				(recorder) -> recorder.externalCall(service, this.names.call(group, targetClass, method)));
	}

	private String resolved(String value, Method method) {
		try {
			return this.context.getEnvironment().resolveRequiredPlaceholders(value);
		}
		catch (IllegalArgumentException ex) {
			throw new UnresolvedAnnotationException(method, ex);
		}
	}

	private RecordedMethod method(RecordedKind kind, Method method, Class<?> targetClass,
			Function<TelemetryRecorder, Operation> operation) {
		return new RecordedMethod(kind, MethodResult.of(method, targetClass),
				() -> operation.apply(this.recorder.get()), this.failedRuns, this.runs, () -> !this.context.isClosed(),
				this.failures);
	}

}
