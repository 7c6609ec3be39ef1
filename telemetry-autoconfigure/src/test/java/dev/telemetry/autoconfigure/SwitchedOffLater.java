package dev.telemetry.autoconfigure;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Switches telemetry off when the conditions have been evaluated, as it is where an
 * application was processed ahead of time while telemetry was on.
 */
public final class SwitchedOffLater {

	private SwitchedOffLater() {
	}

	public static void initialize(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor((beanFactory) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("later", Map.of("telemetry.enabled", "false"))));
	}

}
