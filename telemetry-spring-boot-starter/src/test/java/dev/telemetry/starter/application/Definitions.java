package dev.telemetry.starter.application;

import java.util.Arrays;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How much Spring had to define for an application.
 */
final class Definitions {

	private static final String MARK = ".configurationClass";

	private final ConfigurableListableBeanFactory beans;

	Definitions(ConfigurableApplicationContext context) {
		this.beans = context.getBeanFactory();
	}

	long all() {
		return this.beans.getBeanDefinitionCount();
	}

	/**
	 * Those that Spring read as configuration classes.
	 */
	long configurations() {
		return definitions()
			.filter((definition) -> Arrays.stream(definition.attributeNames())
				.anyMatch((attribute) -> attribute.endsWith(MARK)))
			.count();
	}

	private Stream<BeanDefinition> definitions() {
		return Arrays.stream(this.beans.getBeanDefinitionNames()).map(this.beans::getBeanDefinition);
	}

	@Override
	public String toString() {
		return "beans=" + all() + " configurations=" + configurations();
	}

}
