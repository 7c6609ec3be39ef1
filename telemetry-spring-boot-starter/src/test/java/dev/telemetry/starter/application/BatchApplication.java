package dev.telemetry.starter.application;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application without a web server: it works when it is told to.
 */
@Configuration(proxyBeanMethods = false)
@Import(Application.class)
public class BatchApplication {

	private static final Logger logger = LoggerFactory.getLogger(BatchApplication.class);

	@Bean
	Work work(ObjectProvider<ObservationRegistry> registry) {
		return (marker) -> Observation.createNotStarted("work", registry.getIfAvailable(ObservationRegistry::create))
			.contextualName("work " + marker)
			.observe(() -> logger.info("work {}", marker));
	}

}
