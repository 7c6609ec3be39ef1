package dev.telemetry.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Says that telemetry cannot be switched on in an application that was processed ahead of
 * time while it was off: its beans are not there.
 */
final class AheadOfTimeCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryAutoConfiguration.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor((beanFactory) -> {
			if (!beanFactory.containsBean(TelemetryStartupAutoConfiguration.STARTUP)) {
				logger.warn(
						"Telemetry is off, although {} is true ({}): this application was processed ahead of time "
								+ "while it was off. Process it again with {}=true.",
						PropertyNames.ENABLED,
						new PropertyOrigins(context.getEnvironment()).setBy(PropertyNames.ENABLED),
						PropertyNames.ENABLED);
			}
		});
	}

}
