package dev.telemetry.autoconfigure.export;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Hides the batch processor that makes Spring Boot's own step back, so that nobody who
 * asks for processors makes it.
 */
final class UnusedBatchProcessor implements BeanFactoryPostProcessor {

	static final String NAME = "telemetryUnusedBatchSpanProcessor";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.containsBeanDefinition(NAME)) {
			beanFactory.getBeanDefinition(NAME).setAutowireCandidate(false);
		}
	}

}
