package dev.telemetry.autoconfigure.job;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;

/**
 * Puts the advice of telemetry in order again after all proxy creators: those of
 * {@code @Async}, {@code @Retryable} and {@code @ConcurrencyLimit} come late and put
 * their advice first. Runs before the scheduler takes the bean.
 */
final class LateAdvicePostProcessor implements MergedBeanDefinitionPostProcessor, Ordered {

	private final TimedBeanPostProcessor beans;

	LateAdvicePostProcessor(TimedBeanPostProcessor beans) {
		this.beans = beans;
	}

	// Processors of this type come last.
	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType, String beanName) {
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		this.beans.addToProxyOf(bean, beanName);
		this.beans.noteRuns(bean);
		return bean;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

}
