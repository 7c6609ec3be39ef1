package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * What becomes of the work of a method when the method returns.
 */
enum MethodResult {

	/** It is done. */
	DONE,

	/** It goes on, until a stage completes. */
	STAGE,

	/** It begins with each subscription to a publisher. */
	PUBLISHER;

	/** Present where methods may return publishers of Reactor. */
	static final String FLUX = "reactor.core.publisher.Flux";

	private static final boolean REACTOR = ClassUtils.isPresent(FLUX, MethodResult.class.getClassLoader());

	static MethodResult of(Method method) {
		Class<?> type = method.getReturnType();
		if (REACTOR && (KotlinDetector.isSuspendingFunction(method) || isDeferred(type))) {
			return PUBLISHER;
		}
		return (CompletionStage.class.isAssignableFrom(type) || type.isAssignableFrom(CompletableFuture.class)) ? STAGE
				: DONE;
	}

	private static boolean isDeferred(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		return adapter != null && adapter.getDescriptor().isDeferred();
	}

}
