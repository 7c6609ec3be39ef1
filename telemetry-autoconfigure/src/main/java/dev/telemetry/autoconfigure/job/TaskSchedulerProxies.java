package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.core.NativeDetector;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Adds the advisor for tasks to schedulers: to the proxy of a scheduler, or else to a new
 * proxy, if that is safe. Otherwise, a scheduler is left as it is. Thread safe.
 */
final class TaskSchedulerProxies {

	private static final String SPRING = "org.springframework.";

	private static final String SPRINGS = ThreadPoolTaskScheduler.class.getPackageName() + ".";

	private final ObjectFactory<TaskPreparation> preparation;

	private final TimedMethodProblems problems;

	TaskSchedulerProxies(ObjectFactory<TaskPreparation> preparation, TimedMethodProblems problems) {
		this.preparation = preparation;
		this.problems = problems;
	}

	/**
	 * Returns the scheduler to be injected.
	 * @param scheduler a bean that is a scheduler
	 * @param beanName name of the bean
	 * @return the scheduler to inject, which is the bean itself if it has a proxy, or if
	 * a proxy would not be safe
	 */
	Object advised(Object scheduler, String beanName) {
		if (NativeDetector.inNativeImage() && !(scheduler instanceof Advised)) {
			// A native image cannot create a proxy class.
			return scheduler;
		}
		String problem;
		try {
			problem = problem(scheduler);
			if (problem == null) {
				return (scheduler instanceof Advised advised) ? extended(advised) : proxy(scheduler);
			}
		}
		catch (Throwable ex) {
			problem = "a proxy cannot be made";
		}
		this.problems.schedulerLeftAlone(beanName, problem);
		return scheduler;
	}

	private @Nullable String problem(Object scheduler) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(scheduler);
		if (looksAtTasks(type)) {
			return "its own methods may look at what they are given";
		}
		if (scheduler instanceof Advised advised) {
			return (advised.isFrozen()) ? "its proxy is frozen" : null;
		}
		return (isOfSpring(type)) ? null : this.problems.ofProxy(scheduler.getClass());
	}

	// Such schedulers examine their tasks: a wrapped task may be treated differently,
	// or fail.
	private static boolean looksAtTasks(Class<?> type) {
		for (Class<?> next = type; next != null && !next.getName().startsWith(SPRING); next = next.getSuperclass()) {
			for (Method method : next.getDeclaredMethods()) {
				if (method.getName().startsWith(TaskSchedulerAdvisor.ONCE)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isOfSpring(Class<?> type) {
		return type.getName().startsWith(SPRINGS);
	}

	private Object extended(Advised advised) {
		if (Arrays.stream(advised.getAdvisors()).noneMatch(TaskSchedulerAdvisor.class::isInstance)) {
			advised.addAdvisor(advisor());
		}
		return advised;
	}

	private TaskSchedulerAdvisor advisor() {
		return new TaskSchedulerAdvisor(this.preparation.getObject());
	}

	private Object proxy(Object scheduler) {
		Class<?> type = scheduler.getClass();
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(scheduler);
		factory.setProxyTargetClass(true);
		// Suppresses the warning about final methods, which have been checked.
		factory.setOptimize(true);
		factory.addAdvisor(advisor());
		Object proxy = factory.getProxy(type.getClassLoader());
		if (isOfSpring(type) && hasFinalMethods(type)) {
			copyState(scheduler, proxy);
		}
		return proxy;
	}

	// Final methods run on the proxy. No other class with final methods is safe.
	private static boolean hasFinalMethods(Class<?> type) {
		return Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
			.anyMatch((method) -> Modifier.isFinal(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
					&& !Modifier.isPrivate(method.getModifiers()) && method.getDeclaringClass() != Object.class);
	}

	private static void copyState(Object scheduler, Object proxy) {
		ReflectionUtils.doWithFields(scheduler.getClass(), (field) -> {
			ReflectionUtils.makeAccessible(field);
			field.set(proxy, field.get(scheduler));
		}, (field) -> !Modifier.isStatic(field.getModifiers()));
	}

}
