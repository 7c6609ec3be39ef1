package dev.telemetry.autoconfigure.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * A first look at a class, for annotations that make a method a timed one. Most beans
 * have none, and a merged search of each of their methods is most of what finding costs.
 * Thread safe.
 */
final class TimedAnnotations {

	// By its name: its jar may be missing.
	private static final String MICROMETER = "io.micrometer.core.annotation.Timed";

	private static final String MICROMETER_SET = "io.micrometer.core.annotation.TimedSet";

	private final Map<Class<? extends Annotation>, Boolean> known = new ConcurrentHashMap<>();

	/**
	 * Whether a class, one of its methods, or what it inherits has such an annotation, be
	 * it on another annotation.
	 */
	boolean mayBeOn(Class<?> type) {
		try {
			return isAnywhereOn(type);
		}
		catch (Throwable ex) {
			// The search that follows copes with annotations that cannot be read.
			return true;
		}
	}

	private boolean isAnywhereOn(Class<?> type) {
		if (isOn(type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isOn(method)) {
				return true;
			}
		}
		for (Class<?> parent : type.getInterfaces()) {
			if (isAnywhereOn(parent)) {
				return true;
			}
		}
		Class<?> parent = type.getSuperclass();
		return parent != null && parent != Object.class && isAnywhereOn(parent);
	}

	private boolean isOn(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (this.known.computeIfAbsent(annotation.annotationType(), TimedAnnotations::isTimed)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isTimed(Class<? extends Annotation> type) {
		String name = type.getName();
		return type == TimedJob.class || type == TimedExternalCall.class || name.equals(MICROMETER)
				|| name.equals(MICROMETER_SET) || AnnotatedElementUtils.isAnnotated(type, TimedJob.class)
				|| AnnotatedElementUtils.isAnnotated(type, TimedExternalCall.class)
				|| AnnotatedElementUtils.isAnnotated(type, MICROMETER)
				|| AnnotatedElementUtils.isAnnotated(type, MICROMETER_SET);
	}

}
