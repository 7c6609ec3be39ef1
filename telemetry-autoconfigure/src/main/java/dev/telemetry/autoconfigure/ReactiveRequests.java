package dev.telemetry.autoconfigure;

import org.springframework.core.env.Environment;

/**
 * Says what becomes of the requests of a reactive web server: Spring Boot observes them.
 */
final class ReactiveRequests {

	private static final String PROPAGATION = "spring.reactor.context-propagation";

	private ReactiveRequests() {
	}

	static StartupDetail detail(Environment environment) {
		String requests = "requests=Spring Boot (WebFlux";
		boolean propagated = "auto".equalsIgnoreCase(environment.getProperty(PROPAGATION));
		return new StartupDetail((propagated) ? requests + ")"
				: requests + ", without trace ids in log lines unless " + PROPAGATION + "=auto)");
	}

}
