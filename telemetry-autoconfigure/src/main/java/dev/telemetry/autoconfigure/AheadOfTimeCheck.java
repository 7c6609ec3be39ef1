package dev.telemetry.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Warns of properties that have no effect in an application that was processed ahead of
 * time: all of telemetry if it was off, because its beans are missing, or else the
 * properties that other conditions have read.
 */
final class AheadOfTimeCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryAutoConfiguration.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor((beanFactory) -> {
			if (!beanFactory.containsBean(TelemetryStartupAutoConfiguration.STARTUP)) {
				sayOff(context.getEnvironment());
			}
			else {
				sayFrozen(beanFactory, context.getEnvironment());
			}
		});
	}

	private static void sayOff(Environment environment) {
		logger.warn(
				"Telemetry is off, although {} is true ({}): this application was processed ahead of time "
						+ "while it was off. Process it again with {}=true.",
				PropertyNames.ENABLED, new PropertyOrigins(environment).setBy(PropertyNames.ENABLED),
				PropertyNames.ENABLED);
	}

	private static void sayFrozen(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		if (beanFactory.getSingleton(FrozenProperties.BEAN) instanceof FrozenProperties frozen) {
			String differences = frozen.differences(FrozenProperties.read(environment));
			if (differences != null) {
				logger.warn("This application was processed ahead of time, and some of its properties still are "
						+ "what they were then: {}. Process it again to change them.", differences);
			}
		}
	}

}
