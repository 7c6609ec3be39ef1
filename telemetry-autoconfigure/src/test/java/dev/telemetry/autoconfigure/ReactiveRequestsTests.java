package dev.telemetry.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the line at the start says where WebFlux serves requests.
 */
class ReactiveRequestsTests {

	@ParameterizedTest
	@CsvSource({ "limited, ', without trace ids in log lines unless spring.reactor.context-propagation=auto'",
			"auto, ''" })
	void springBootObservesThem(String propagation, String rest) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryStartupAutoConfiguration.class))
			.withPropertyValues("telemetry.enabled=true", "telemetry.backend=otel",
					"spring.reactor.context-propagation=" + propagation)
			.run((context) -> assertThat(context.getBeansOfType(StartupDetail.class).values())
				.extracting(StartupDetail::text)
				.containsExactly("requests=Spring Boot (WebFlux" + rest + ")"));
	}

}
