package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.NativeDetector;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Gets hold of what schedulers are given: by the proxy that a scheduler has, else by one
 * of ours, if that is safe. It is for those of Spring: their final methods find the state
 * of the scheduler in the proxy as well. Thread safe.
 */
final class TaskSchedulerProxies {

	private static final String SPRINGS = ThreadPoolTaskScheduler.class.getPackageName() + ".";

	private final TaskSchedulerAdvisor advisor;

	private final TimedMethodProblems problems;

	TaskSchedulerProxies(TaskSchedulerAdvisor advisor, TimedMethodProblems problems) {
		this.advisor = advisor;
		this.problems = problems;
	}

	/**
	 * The scheduler to be injected.
	 * @param scheduler a bean that is a scheduler
	 * @param beanName name of the bean
	 * @return the bean itself where it has a proxy, or none would be safe
	 */
	Object advised(Object scheduler, String beanName) {
		if (scheduler instanceof Advised advised) {
			if (advised.isFrozen()) {
				this.problems.schedulerLeftAlone(beanName, "its proxy is frozen");
			}
			else if (Arrays.stream(advised.getAdvisors()).noneMatch(TaskSchedulerAdvisor.class::isInstance)) {
				advised.addAdvisor(this.advisor);
			}
			return scheduler;
		}
		if (NativeDetector.inNativeImage()) {
			// A native image cannot make one.
			return scheduler;
		}
		String problem = problem(scheduler.getClass());
		if (problem == null) {
			try {
				return proxy(scheduler);
			}
			catch (Throwable ex) {
				problem = "a proxy cannot be made";
			}
		}
		this.problems.schedulerLeftAlone(beanName, problem);
		return scheduler;
	}

	private @Nullable String problem(Class<?> type) {
		return (type.getName().startsWith(SPRINGS)) ? null : this.problems.ofProxy(type);
	}

	private Object proxy(Object scheduler) {
		Class<?> type = scheduler.getClass();
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(scheduler);
		if (ProxySafety.isMadeOfInterfaces(type)) {
			factory.setInterfaces(ClassUtils.getAllInterfacesForClass(type));
		}
		else {
			factory.setProxyTargetClass(true);
		}
		factory.addAdvisor(this.advisor);
		Object proxy = factory.getProxy(type.getClassLoader());
		if (factory.isProxyTargetClass()) {
			copyState(scheduler, proxy);
		}
		return proxy;
	}

	private static void copyState(Object scheduler, Object proxy) {
		ReflectionUtils.doWithFields(scheduler.getClass(), (field) -> {
			ReflectionUtils.makeAccessible(field);
			field.set(proxy, field.get(scheduler));
		}, (field) -> !Modifier.isStatic(field.getModifiers()));
	}

}
