package dev.telemetry.autoconfigure.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Finds methods that are jobs or calls to other services.
 */
final class RecordedMethods implements TimedMethodSource {

	private final Supplier<TelemetryRecorder> recorder;

	private final Supplier<InternalFailures> failures;

	private final Environment environment;

	private final boolean jobs;

	private final boolean calls;

	RecordedMethods(Supplier<TelemetryRecorder> recorder, Supplier<InternalFailures> failures,
			Environment environment) {
		this.recorder = recorder;
		this.failures = failures;
		this.environment = environment;
		Binder binder = Binder.get(environment);
		this.jobs = binder.bind(PropertyNames.JOB_ENABLED, Boolean.class).orElse(true);
		this.calls = binder.bind(PropertyNames.CLIENT_ENABLED, Boolean.class).orElse(true);
	}

	@Override
	public @Nullable TimedMethod find(Method method, Class<?> targetClass) {
		TimedJob job = (this.jobs) ? annotation(method, targetClass, TimedJob.class) : null;
		if (job != null) {
			String queue = resolved(job.queue(), method);
			String type = resolved(job.type(), method);
			String named = (type.isEmpty()) ? ClassUtils.getShortName(targetClass) + "." + method.getName() : type;
			return method(method, true, (recorder) -> recorder.job(queue, named));
		}
		TimedExternalCall call = (this.calls) ? annotation(method, targetClass, TimedExternalCall.class) : null;
		if (call != null) {
			String service = resolved(call.service(), method);
			String operation = resolved(call.operation(), method);
			String named = (operation.isEmpty()) ? method.getName() : operation;
			return method(method, false, (recorder) -> recorder.externalCall(service, named));
		}
		return null;
	}

	/**
	 * The annotation of a method; that of the class is for its public methods.
	 */
	static <A extends Annotation> @Nullable A annotation(Method method, Class<?> targetClass, Class<A> type) {
		A ofMethod = AnnotatedElementUtils.findMergedAnnotation(method, type);
		return (ofMethod != null || !Modifier.isPublic(method.getModifiers()) || ReflectionUtils.isObjectMethod(method))
				? ofMethod : AnnotatedElementUtils.findMergedAnnotation(targetClass, type);
	}

	private String resolved(String value, Method method) {
		try {
			return this.environment.resolveRequiredPlaceholders(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("The annotation of " + ClassUtils.getQualifiedMethodName(method)
					+ " cannot be resolved: " + ex.getMessage(), ex);
		}
	}

	private TimedMethod method(Method method, boolean job, Function<TelemetryRecorder, Operation> operation) {
		Class<?> type = method.getReturnType();
		boolean asynchronous = CompletionStage.class.isAssignableFrom(type)
				|| type.isAssignableFrom(CompletableFuture.class);
		return new RecordedMethod(() -> operation.apply(this.recorder.get()), job, asynchronous, this.failures);
	}

}
