package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.annotation.TimedSet;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.health.InternalFailures;

/**
 * Finds methods with Micrometer's {@link Timed}.
 */
final class MicrometerTimedMethods implements TimedMethodSource {

	private final Supplier<MeterRegistry> registry;

	private final Supplier<InternalFailures> failures;

	MicrometerTimedMethods(Supplier<MeterRegistry> registry, Supplier<InternalFailures> failures) {
		this.registry = registry;
		this.failures = failures;
	}

	@Override
	public @Nullable TimedMethod find(Method method, Class<?> targetClass) {
		if (isRepository(targetClass)) {
			return null;
		}
		Set<Timed> timed = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, Timed.class, TimedSet.class);
		if (timed.isEmpty() && Modifier.isPublic(method.getModifiers()) && !ReflectionUtils.isObjectMethod(method)) {
			timed = AnnotatedElementUtils.findMergedRepeatableAnnotations(targetClass, Timed.class, TimedSet.class);
		}
		return (timed.isEmpty()) ? null
				: new MicrometerTimedMethod(Set.copyOf(timed), method, this.registry, this.failures);
	}

	// Spring Boot times them, with other tags.
	private static boolean isRepository(Class<?> type) {
		for (Class<?> parent : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			if (parent.getName().equals("org.springframework.data.repository.Repository")) {
				return true;
			}
		}
		return false;
	}

}
