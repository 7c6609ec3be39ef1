package dev.telemetry.autoconfigure.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.aop.Advisor;
import org.springframework.aop.MethodMatcher;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Adds the advice of telemetry to the chain of a proxy, each part at its place.
 */
final class TimedMethodAdvisors {

	// Created for the first proxy.
	private final SingletonSupplier<List<TimedMethodAdvisor>> advisors;

	TimedMethodAdvisors(TimedMethods methods, int jobOrder, int callOrder) {
		this.advisors = SingletonSupplier.of(() -> List.of(new TimedMethodAdvisor(methods, Place.JOB, jobOrder),
				new TimedMethodAdvisor(methods, Place.CALL, callOrder),
				new TimedMethodAdvisor(methods, Place.BODY, Ordered.LOWEST_PRECEDENCE)));
	}

	/**
	 * Adds missing advisors and moves advisors that are not at their place, because other
	 * advisors may have been added since. If other advice answers the calls, all advisors
	 * have to be outside of it.
	 */
	void arrange(Advised advised, TimedClass timed) {
		List<Advisor> current = Arrays.asList(advised.getAdvisors());
		List<TimedMethodAdvisor> ours = this.advisors.obtain();
		List<Advisor> wanted = new ArrayList<>(current);
		wanted.removeAll(ours);
		boolean within = timed.isBehind(advised.getTargetClass());
		for (TimedMethodAdvisor advisor : ours) {
			if (timed.has(advisor.place())) {
				int order = (within) ? advisor.getOrder() : ours.get(0).getOrder();
				wanted.add(index(wanted, order), advisor);
			}
		}
		if (!wanted.equals(current)) {
			ours.forEach(advised::removeAdvisor);
			for (int i = 0; i < wanted.size(); i++) {
				if (wanted.get(i) instanceof TimedMethodAdvisor advisor) {
					advised.addAdvisor(i, advisor);
				}
			}
		}
	}

	/**
	 * Returns what records the scheduled runs of a proxy.
	 */
	static ScheduledRuns.Recorder recorder(Advised advised) {
		boolean first = true;
		for (Advisor advisor : advised.getAdvisors()) {
			if (advisor instanceof TimedMethodAdvisor) {
				return (first) ? ScheduledRuns.Recorder.FIRST_ADVICE : ScheduledRuns.Recorder.ADVICE;
			}
			first = first && ExposeInvocationInterceptor.ADVISOR.equals(advisor);
		}
		return ScheduledRuns.Recorder.OBSERVATION;
	}

	/**
	 * Returns matchers for methods of a proxy that go on on another thread.
	 */
	static List<MethodMatcher> asynchronous(Advised advised) {
		List<MethodMatcher> asynchronous = new ArrayList<>();
		for (Advisor advisor : advised.getAdvisors()) {
			if (advisor instanceof PointcutAdvisor matching
					&& advisor.getAdvice() instanceof AsyncExecutionAspectSupport) {
				asynchronous.add(matching.getPointcut().getMethodMatcher());
			}
		}
		return asynchronous;
	}

	// The chain need not be sorted: some advisors insist on being the first.
	private static int index(List<Advisor> chain, int order) {
		for (int i = chain.size() - 1; i >= 0; i--) {
			if (order(chain.get(i)) <= order) {
				return i + 1;
			}
		}
		return 0;
	}

	private static int order(Advisor advisor) {
		return (advisor instanceof Ordered ordered) ? ordered.getOrder() : Ordered.LOWEST_PRECEDENCE;
	}

}
