package dev.telemetry.starter.application;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application whose requests are served by a context below another one, of which both
 * have all auto-configurations. A second one beside it has been closed before.
 */
public final class ChildApplication {

	private ChildApplication() {
	}

	static ConfigurableApplicationContext run(String... arguments) {
		ConfigurableApplicationContext parent = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(arguments);
		child(parent).run(arguments).close();
		return child(parent).run(arguments);
	}

	private static SpringApplicationBuilder child(ConfigurableApplicationContext parent) {
		return new SpringApplicationBuilder(WebApplication.class).parent(parent).registerShutdownHook(false);
	}

}
