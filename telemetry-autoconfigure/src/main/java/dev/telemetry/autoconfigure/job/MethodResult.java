package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;

/**
 * State of the work of a method when the method returns.
 */
enum MethodResult {

	/** The work is done. */
	DONE,

	/** The work goes on until a stage completes. */
	STAGE,

	/** The work begins with each subscription to a publisher. */
	PUBLISHER,

	/**
	 * The work begins with each subscription to a publisher that has to be returned as it
	 * is, because it has a special type, such as a connectable one.
	 */
	UNRECORDED;

	/** Class that is present if methods may return publishers of Reactor. */
	static final String FLUX = "reactor.core.publisher.Flux";

	private static final boolean REACTOR = ClassUtils.isPresent(FLUX, MethodResult.class.getClassLoader());

	/**
	 * Returns the state of the work of a method when the method returns.
	 * @param targetClass class of the bean, which may resolve type variables
	 */
	static MethodResult of(Method method, Class<?> targetClass) {
		Class<?> type = GenericTypeResolver.resolveReturnType(method, targetClass);
		if (REACTOR && KotlinDetector.isSuspendingFunction(method)) {
			return PUBLISHER;
		}
		ReactiveAdapter adapter = (REACTOR) ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) : null;
		if (adapter != null && adapter.getDescriptor().isDeferred()) {
			return (canReturn(type, adapter)) ? PUBLISHER : UNRECORDED;
		}
		return (CompletionStage.class.isAssignableFrom(type) || type.isAssignableFrom(CompletableFuture.class)) ? STAGE
				: DONE;
	}

	/**
	 * Returns whether the work begins with a subscription, not with the call.
	 */
	boolean isDeferred() {
		return this == PUBLISHER || this == UNRECORDED;
	}

	private static boolean canReturn(Class<?> type, ReactiveAdapter adapter) {
		return type.isAssignableFrom(adapter.getReactiveType()) || type.isAssignableFrom(Flux.class);
	}

}
