package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.scheduling.support.DefaultScheduledTaskObservationConvention;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.scheduling.support.ScheduledTaskObservationDocumentation;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.job.ScheduledRuns.Recorder;
import dev.telemetry.record.Operation;

/**
 * Records tasks that code gives to a scheduler as jobs. Does not record methods that
 * Spring observes, tasks with the advice of telemetry, and tasks of Spring itself, such
 * as the heartbeats of a message broker. Thread safe.
 */
final class ScheduledTasks {

	private static final String FRAMEWORK = "org.springframework.";

	private final TimedMethods methods;

	private final RecordedMethods found;

	private final TaskRuns runs;

	private final TaskNames names = new TaskNames();

	private final Supplier<List<String>> applicationPackages;

	/**
	 * Creates the tasks.
	 * @param methods the methods with the advice of telemetry
	 * @param found supplies operations
	 * @param runs runs the tasks
	 * @param applicationPackages the packages of the application, which may be below
	 * those of Spring
	 */
	ScheduledTasks(TimedMethods methods, RecordedMethods found, TaskRuns runs,
			Supplier<List<String>> applicationPackages) {
		this.methods = methods;
		this.found = found;
		this.runs = runs;
		this.applicationPackages = applicationPackages;
	}

	/**
	 * Returns the task to give to the scheduler.
	 * @param periodic whether the task may run more than once, so that it has no causing
	 * span
	 * @return the task to schedule, which is the task itself if it is not to be recorded
	 * here
	 */
	Runnable recorded(Runnable task, boolean periodic) {
		Runnable origin = TaskOrigin.of(task);
		if (TaskOrigin.holds(task, this::isRecorded) || isLeftAlone(origin)) {
			return task;
		}
		Supplier<@Nullable Operation> job = job(origin);
		Object target = target(origin);
		Recorder recorder = recorder(target, methodName(origin));
		if (target != null && recorder != Recorder.OBSERVATION) {
			Class<?> userClass = AopProxyUtils.ultimateTargetClass(target);
			return new RecordedTask(task, () -> this.runs.runAdvised(task, job, userClass, recorder));
		}
		SpanContext cause = (periodic) ? SpanContext.getInvalid() : Span.current().getSpanContext();
		return new RecordedTask(task, () -> this.runs.run(task, origin, job, cause));
	}

	/**
	 * Returns the object whose method a task calls.
	 */
	private static @Nullable Object target(Runnable origin) {
		return (origin instanceof ScheduledMethodRunnable scheduled) ? scheduled.getTarget()
				: TaskOrigin.onlyHeld(origin);
	}

	// The method of a reference is unknown.
	private static @Nullable String methodName(Runnable origin) {
		return (origin instanceof ScheduledMethodRunnable scheduled) ? scheduled.getMethod().getName() : null;
	}

	private boolean isRecorded(Runnable task) {
		return task instanceof RecordedTask || (task instanceof ScheduledMethodRunnable method && isObserved(method));
	}

	private boolean isLeftAlone(Runnable origin) {
		return !(origin instanceof ScheduledMethodRunnable)
				&& (recorder(origin, "run") != Recorder.OBSERVATION || isOfFramework(origin.getClass()));
	}

	// A ScheduledMethodRunnable that code creates has a registry that observes nothing.
	// The application may also have configured a registry that observes none of its
	// annotated methods.
	private boolean isObserved(ScheduledMethodRunnable method) {
		Field registries = ReflectionUtils.findField(ScheduledMethodRunnable.class, "observationRegistrySupplier");
		if (registries == null || !(TaskOrigin.read(registries, method) instanceof Supplier<?> supplier)
				|| !(supplier.get() instanceof ObservationRegistry registry)) {
			return true;
		}
		return !registry.isNoop() && !(this.found.recordsScheduled() && observation(method, registry).isNoop());
	}

	private static Observation observation(ScheduledMethodRunnable method, ObservationRegistry registry) {
		return ScheduledTaskObservationDocumentation.TASKS_SCHEDULED_EXECUTION.observation(null,
				new DefaultScheduledTaskObservationConvention(),
				() -> new ScheduledTaskObservationContext(method.getTarget(), method.getMethod()), registry);
	}

	private boolean isOfFramework(Class<?> type) {
		String name = type.getName();
		return name.startsWith(FRAMEWORK)
				&& this.applicationPackages.get().stream().noneMatch((own) -> name.startsWith(own + "."));
	}

	private Recorder recorder(@Nullable Object target, @Nullable String method) {
		return (target instanceof Advised proxy
				&& this.methods.of(AopProxyUtils.ultimateTargetClass(target)).reachesJob(method))
						? TimedMethodAdvisors.recorder(proxy) : Recorder.OBSERVATION;
	}

	private Supplier<@Nullable Operation> job(Runnable origin) {
		if (origin instanceof ScheduledMethodRunnable scheduled) {
			return job(scheduled.getMethod(), scheduled.getTarget());
		}
		Method run = (ClassUtils.isLambdaClass(origin.getClass())) ? null
				: ReflectionUtils.findMethod(origin.getClass(), "run");
		if (run != null) {
			return job(run, origin);
		}
		String type = this.names.of(origin.getClass());
		return () -> this.found.task(type);
	}

	private Supplier<@Nullable Operation> job(Method method, Object target) {
		RecordedMethod job = this.found.scheduled(method, AopProxyUtils.ultimateTargetClass(target));
		return job::operation;
	}

}
