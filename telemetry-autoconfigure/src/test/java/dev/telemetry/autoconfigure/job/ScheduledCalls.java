package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ReflectionUtils;

/**
 * Calls methods as the scheduler does.
 */
final class ScheduledCalls {

	private ScheduledCalls() {
	}

	static ScheduledMethodRunnable of(ApplicationContext context, Object bean, String name) {
		Method written = ReflectionUtils.findMethod(AopUtils.getTargetClass(bean), name);
		return new ScheduledMethodRunnable(bean, AopUtils.selectInvocableMethod(written, bean.getClass()), null,
				() -> context.getBean(ObservationRegistry.class));
	}

}
