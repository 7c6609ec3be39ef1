package dev.telemetry.test.spring;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contexts of tests have because this module is on the class path.
 */
class NoNetworkTests {

	@Test
	void contextsOfTestsAreSharedAsBefore() {
		assertThat(new NoNetworkContextCustomizer()).isEqualTo(new NoNetworkContextCustomizer());
	}

	@Nested
	@SpringJUnitConfig(Empty.class)
	class OfATestThatSaysNothing {

		@Test
		void theNetworkIsOff(@Autowired Environment environment) {
			assertThat(environment.getProperty("telemetry.otel.network")).isEqualTo("false");
		}

	}

	@Nested
	@SpringJUnitConfig(Empty.class)
	@TestPropertySource(properties = "telemetry.otel.network=true")
	class OfATestThatAsksForIt {

		@Test
		void theNetworkIsOn(@Autowired Environment environment) {
			assertThat(environment.getProperty("telemetry.otel.network")).isEqualTo("true");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
