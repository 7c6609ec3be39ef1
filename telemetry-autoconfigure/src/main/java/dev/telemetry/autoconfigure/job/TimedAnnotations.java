package dev.telemetry.autoconfigure.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.Schedules;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * A fast check whether a class may have annotations of timed methods. Most beans have
 * none, and the merged search on each of their methods is the largest part of the cost.
 * Thread safe.
 */
final class TimedAnnotations {

	// Names of classes, because their jar may be missing.
	static final Set<String> MICROMETER = Set.of("io.micrometer.core.annotation.Timed",
			"io.micrometer.core.annotation.TimedSet", "io.micrometer.core.annotation.Counted");

	private static final Set<Class<? extends Annotation>> OTHERS = Set.of(TimedJob.class, TimedExternalCall.class,
			Scheduled.class, Schedules.class);

	private final Map<Class<? extends Annotation>, Boolean> known = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> classes = new ConcurrentHashMap<>();

	private final Supplier<List<String>> applicationPackages;

	/**
	 * Creates a check.
	 * @param applicationPackages the packages of the application, which may be below
	 * those of Spring
	 */
	TimedAnnotations(Supplier<List<String>> applicationPackages) {
		this.applicationPackages = applicationPackages;
	}

	/**
	 * Returns whether a class, one of its methods, or one of its supertypes may have such
	 * an annotation, directly or as a meta-annotation.
	 */
	boolean mayBeOn(Class<?> type) {
		try {
			return isAnywhereOn(type);
		}
		catch (Throwable ex) {
			// The search that follows handles annotations that cannot be read.
			return true;
		}
	}

	// Common supertypes of beans are checked once.
	private boolean isAnywhereOn(@Nullable Class<?> type) {
		if (type == null || isWithout(type)) {
			return false;
		}
		Boolean known = this.classes.get(type);
		if (known == null) {
			known = isOnMemberOf(type) || isAnywhereOn(type.getSuperclass());
			for (Class<?> parent : type.getInterfaces()) {
				known = known || isAnywhereOn(parent);
			}
			this.classes.put(type, known);
		}
		return known;
	}

	// Neither the JDK nor these packages have such annotations. Reading the methods of a
	// class would load the classes of all parameters.
	private boolean isWithout(Class<?> type) {
		if (type.getClassLoader() == null) {
			return true;
		}
		String name = type.getName();
		boolean spring = name.startsWith("org.springframework.boot.") || name.startsWith("org.springframework.web.")
				|| name.startsWith("org.springframework.context.");
		return spring && this.applicationPackages.get().stream().noneMatch((own) -> name.startsWith(own + "."));
	}

	private boolean isOnMemberOf(Class<?> type) {
		if (isOn(type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isOn(method)) {
				return true;
			}
		}
		return false;
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
		if (OTHERS.contains(type) || MICROMETER.contains(type.getName())) {
			return true;
		}
		for (Class<? extends Annotation> other : OTHERS) {
			if (AnnotatedElementUtils.isAnnotated(type, other)) {
				return true;
			}
		}
		for (String other : MICROMETER) {
			if (AnnotatedElementUtils.isAnnotated(type, other)) {
				return true;
			}
		}
		return false;
	}

}
