package dev.telemetry.autoconfigure.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.ClassUtils;

/**
 * Adds the advice of telemetry to beans with timed methods: to the proxy of a bean, or
 * else to a new proxy, if that is safe. Comes after the proxy creators and before
 * processors that register beans elsewhere, such as those of message listeners and the
 * scheduler.
 */
final class TimedBeanPostProcessor implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 10;

	private final ConfigurableListableBeanFactory beanFactory;

	private final TimedMethods methods;

	private final TimedMethodAdvisors advisors;

	private final TimedMethodProblems problems;

	private final FailedRunHandlers handlers;

	private final ScheduledRuns runs;

	private final @Nullable TaskSchedulerProxies schedulers;

	private final Map<String, Object> earlyReferences = new ConcurrentHashMap<>();

	TimedBeanPostProcessor(ConfigurableListableBeanFactory beanFactory, TimedMethods methods,
			TimedMethodAdvisors advisors, TimedMethodProblems problems, FailedRunHandlers handlers, ScheduledRuns runs,
			@Nullable TaskSchedulerProxies schedulers) {
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.advisors = advisors;
		this.problems = problems;
		this.handlers = handlers;
		this.runs = runs;
		this.schedulers = schedulers;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	/**
	 * Creates the class of a proxy while the application is processed ahead of time,
	 * because a native image cannot create classes.
	 */
	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		try {
			TimedClass timed = (isLeftAlone(beanClass)) ? null : this.methods.of(beanClass);
			return (timed != null && timed.justifiesProxy() && this.problems.ofProxy(beanClass) == null)
					? proxyFactory(EmptyTargetSource.forClass(beanClass), beanClass, timed)
						.getProxyClass(beanClass.getClassLoader())
					: beanClass;
		}
		catch (Throwable ex) {
			// For example, a placeholder has a value only when the application runs.
			return beanClass;
		}
	}

	// An existing proxy gets the advice when the application runs.
	private static boolean isLeftAlone(Class<?> beanClass) {
		return Stream.of(SpringProxy.class, AopInfrastructureBean.class, Advice.class, Advisor.class, Pointcut.class)
			.anyMatch((type) -> type.isAssignableFrom(beanClass));
	}

	// In a cycle of beans, other beans get a reference before the bean is initialized.
	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.earlyReferences.put(beanName, target(bean));
		return advised(bean, beanName);
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Object early = this.earlyReferences.remove(beanName);
		return (early != null && early == target(bean)) ? bean : advised(bean, beanName);
	}

	private static Object target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target : bean;
	}

	private Object advised(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean || bean instanceof Advice || bean instanceof Advisor
				|| bean instanceof Pointcut) {
			return bean;
		}
		Object timed = timed(bean, beanName);
		return (bean instanceof TaskScheduler && this.schedulers != null) ? this.schedulers.advised(timed, beanName)
				: timed;
	}

	private Object timed(Object bean, String beanName) {
		if (addToProxyOf(bean, beanName)) {
			return bean;
		}
		this.handlers.extend(bean);
		TimedClass timed = this.methods.of(bean.getClass());
		if (timed.isEmpty()) {
			return bean;
		}
		this.problems.seen(timed, beanName);
		return (timed.justifiesProxy()) ? proxied(bean, beanName, timed) : bean;
	}

	/**
	 * Adds the advice to a bean that is a proxy.
	 * @return whether the bean is a proxy of a class with timed methods
	 */
	boolean addToProxyOf(Object bean, String beanName) {
		// A scoped proxy is skipped: its target bean has a proxy of its own.
		if (!(bean instanceof Advised advised) || bean instanceof AopInfrastructureBean) {
			return false;
		}
		this.handlers.extend(advised);
		TimedClass timed = behind(advised);
		if (timed.isEmpty()) {
			return false;
		}
		// The proxy is around another bean whose own proxy gets the calls.
		if (AopProxyUtils.getSingletonTarget(advised) instanceof Advised inner
				&& TimedMethodAdvisors.recorder(inner) != ScheduledRuns.Recorder.OBSERVATION) {
			return true;
		}
		this.problems.seen(timed, beanName);
		if (advised.isFrozen()) {
			this.problems.leftAlone(timed, "its proxy is frozen");
			return true;
		}
		this.advisors.arrange(advised, timed);
		this.problems.reached(timed, advised);
		return true;
	}

	private TimedClass behind(Advised proxy) {
		Class<?> target = AopProxyUtils.ultimateTargetClass(proxy);
		for (Class<?> type : proxy.getProxiedInterfaces()) {
			TimedClass declared = (type.isAssignableFrom(target)) ? TimedClass.NONE : this.methods.of(type);
			if (!declared.isEmpty()) {
				return declared;
			}
		}
		return this.methods.of(target);
	}

	/**
	 * Notes what records the runs of a bean, in the form that the scheduler gets.
	 */
	void noteRuns(Object bean) {
		Advised proxy = (bean instanceof Advised advised) ? advised : null;
		ScheduledRuns.Recorder recorder = (proxy != null) ? TimedMethodAdvisors.recorder(proxy)
				: ScheduledRuns.Recorder.OBSERVATION;
		if (recorder != ScheduledRuns.Recorder.OBSERVATION || !this.methods.of(bean.getClass()).isEmpty()) {
			this.runs.seen(ClassUtils.getUserClass(bean), recorder,
					(proxy != null) ? TimedMethodAdvisors.asynchronous(proxy) : List.of());
		}
	}

	private Object proxied(Object bean, String beanName, TimedClass timed) {
		try {
			String problem = this.problems.ofProxy(bean.getClass());
			if (problem == null) {
				exposeTargetClass(beanName, bean.getClass());
				return proxy(bean, timed);
			}
			this.problems.leftAlone(timed, problem);
		}
		catch (Throwable ex) {
			this.problems.leftAlone(timed, "a proxy cannot be made");
		}
		return bean;
	}

	private Object proxy(Object bean, TimedClass timed) {
		Class<?> type = bean.getClass();
		return proxyFactory(new SingletonTargetSource(bean), type, timed).getProxy(type.getClassLoader());
	}

	private ProxyFactory proxyFactory(TargetSource target, Class<?> type, TimedClass timed) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTargetSource(target);
		if (ProxySafety.isMadeOfInterfaces(type)) {
			factory.setInterfaces(ClassUtils.getAllInterfacesForClass(type));
		}
		else {
			// A proxy of interfaces only could not be injected by its class.
			factory.setProxyTargetClass(true);
			// Suppresses the warning about final methods, which have been checked.
			factory.setOptimize(true);
		}
		this.advisors.arrange(factory, timed);
		factory.setPreFiltered(true);
		return factory;
	}

	// Like Spring's own proxy creators, for code that searches annotations.
	private void exposeTargetClass(String beanName, Class<?> type) {
		if (this.beanFactory.containsBeanDefinition(beanName)) {
			this.beanFactory.getMergedBeanDefinition(beanName)
				.setAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE, type);
		}
	}

}
