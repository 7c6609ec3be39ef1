package dev.telemetry.autoconfigure.web;

import java.util.concurrent.Callable;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

import dev.telemetry.health.InternalFailures;

/**
 * Makes the observation of a handler current while Spring MVC runs the {@link Callable}
 * that the handler returned. Never throws: an exception would become the result of the
 * request.
 */
final class CallableObservationInterceptor implements CallableProcessingInterceptor {

	private static final String OBSERVATION = CallableObservationInterceptor.class.getName() + ".observation";

	private final ObservationRegistry registry;

	private final InternalFailures failures;

	// See CallableContextInterceptor.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<Observation.Scope> scope = new ThreadLocal<>();

	CallableObservationInterceptor(ObservationRegistry registry, InternalFailures failures) {
		this.registry = registry;
		this.failures = failures;
	}

	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
		try {
			Observation observation = this.registry.getCurrentObservation();
			if (observation != null) {
				request.setAttribute(OBSERVATION, observation, RequestAttributes.SCOPE_REQUEST);
			}
		}
		catch (Throwable ex) {
			this.failures.report("handing an observation to another thread", ex);
		}
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		try {
			if (request.getAttribute(OBSERVATION, RequestAttributes.SCOPE_REQUEST) instanceof Observation observation) {
				this.scope.set(observation.openScope());
			}
		}
		catch (Throwable ex) {
			if (!CallableContextInterceptor.isOver(request)) {
				this.failures.report("continuing an observation on another thread", ex);
			}
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		try {
			Observation.Scope opened = this.scope.get();
			if (opened != null) {
				this.scope.remove();
				opened.close();
			}
		}
		catch (Throwable ex) {
			this.failures.report("leaving an observation on another thread", ex);
		}
	}

}
