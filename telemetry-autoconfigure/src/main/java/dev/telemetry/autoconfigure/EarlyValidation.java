package dev.telemetry.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

import dev.telemetry.autoconfigure.property.PropertyRejections;

/**
 * Creates all beans that check values of properties before the web server is created.
 * Otherwise, the container would log its own long failure before the sentence about the
 * wrong value.
 */
final class EarlyValidation implements WebServerFactoryCustomizer<WebServerFactory>, Ordered {

	private static final String OURS = "dev.telemetry.autoconfigure.";

	private final ConfigurableListableBeanFactory beanFactory;

	EarlyValidation(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void customize(WebServerFactory factory) {
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			if (isPropertiesBean(name) || isChecking(this.beanFactory.getMergedBeanDefinition(name))) {
				this.beanFactory.getBean(name);
			}
		}
	}

	// Spring Boot names these beans by their prefix and their class.
	private static boolean isPropertiesBean(String name) {
		return name.startsWith("telemetry") && name.contains("-" + OURS);
	}

	private static boolean isChecking(BeanDefinition definition) {
		if (!definition.isSingleton() || !(definition instanceof RootBeanDefinition bean)) {
			return false;
		}
		Method factoryMethod = bean.getResolvedFactoryMethod();
		return factoryMethod != null && factoryMethod.getDeclaringClass().getName().startsWith(OURS)
				&& Arrays.asList(factoryMethod.getParameterTypes()).contains(PropertyRejections.class);
	}

}
