package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ClassUtils;

/**
 * Unwraps tasks from the wrappers of frameworks, to find the object that the application
 * has given to the scheduler.
 */
final class TaskOrigin {

	/** Classes whose fields are read in each application. */
	static final List<String> READ = List.of("org.springframework.scheduling.config.Task$OutcomeTrackingRunnable",
			"org.springframework.scheduling.support.ScheduledMethodRunnable");

	private static final int MAX_WRAPPERS = 8;

	private static final int MAX_HELD = 32;

	/** Packages of wrappers, some of which are lambdas. */
	private static final List<String> FRAMEWORKS = List.of("org.springframework.", "net.javacrumbs.shedlock.",
			"io.micrometer.", "io.opentelemetry.");

	private static final String LAMBDA = "$$Lambda";

	private TaskOrigin() {
	}

	/**
	 * Returns the task inside of all wrappers.
	 * @return the innermost task, which is the task itself if it has no wrapper
	 */
	static Runnable of(Runnable task) {
		Runnable origin = task;
		for (int i = 0; i < MAX_WRAPPERS; i++) {
			Runnable inner = (isWrapper(origin)) ? wrapped(origin) : null;
			if (inner == null) {
				break;
			}
			origin = inner;
		}
		return origin;
	}

	private static boolean isWrapper(Runnable task) {
		String name = task.getClass().getName();
		return !(task instanceof ScheduledMethodRunnable) && FRAMEWORKS.stream().anyMatch(name::startsWith);
	}

	private static @Nullable Runnable wrapped(Runnable wrapper) {
		List<Runnable> held = held(wrapper);
		return (held.isEmpty()) ? null : held.get(0);
	}

	private static List<Runnable> held(Runnable holder) {
		List<Runnable> held = new ArrayList<>();
		for (Class<?> type = holder.getClass(); type != null
				&& type.getClassLoader() != null; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (Runnable.class.isAssignableFrom(field.getType())
						&& read(field, holder) instanceof Runnable runnable) {
					held.add(runnable);
				}
			}
		}
		return held;
	}

	/**
	 * Returns whether a task, or a task that it contains, for instance in a wrapper of
	 * the application, matches.
	 */
	static boolean holds(Runnable task, Predicate<Runnable> wanted) {
		return holds(task, wanted, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	// Tasks may form a graph with cycles.
	private static boolean holds(Runnable task, Predicate<Runnable> wanted, Set<Runnable> seen) {
		if (wanted.test(task)) {
			return true;
		}
		return seen.add(task) && seen.size() <= MAX_HELD
				&& held(task).stream().anyMatch((held) -> holds(held, wanted, seen));
	}

	/**
	 * Returns the only object that a lambda or a method reference holds.
	 * @return the object, or {@code null} if the task is something else, or holds no
	 * object or several
	 */
	static @Nullable Object onlyHeld(Runnable task) {
		if (!ClassUtils.isLambdaClass(task.getClass())) {
			return null;
		}
		Field[] fields = task.getClass().getDeclaredFields();
		return (fields.length == 1) ? read(fields[0], task) : null;
	}

	static @Nullable Object read(Field field, Object target) {
		try {
			if (Modifier.isStatic(field.getModifiers()) || !field.trySetAccessible()) {
				return null;
			}
			return field.get(target);
		}
		catch (IllegalAccessException ex) {
			return null;
		}
	}

	/**
	 * Returns the name of the class that contains the code of a task. The class of a
	 * lambda itself has a name that the JVM generates.
	 */
	static String writtenIn(Class<?> type) {
		String name = ClassUtils.getUserClass(type).getName();
		int lambda = name.indexOf(LAMBDA);
		return (lambda > 0) ? name.substring(0, lambda) : name;
	}

}
