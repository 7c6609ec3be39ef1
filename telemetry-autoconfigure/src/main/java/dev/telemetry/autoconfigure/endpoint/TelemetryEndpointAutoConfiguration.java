package dev.telemetry.autoconfigure.endpoint;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for actuator endpoints. Secrets are
 * hidden in each state of the switch, so that switching telemetry off does not expose
 * them.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class TelemetryEndpointAutoConfiguration {

	TelemetryEndpointAutoConfiguration() {
	}

	// Lazy, because only endpoints that show properties need it. First in the order,
	// because Spring Boot does not pass a changed value to the next function.
	@Bean
	@Lazy
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SanitizingFunction telemetrySanitizingFunction(ConfigurableEnvironment environment,
			ObjectProvider<SanitizingFunction> functions) {
		return new SecretSanitizingFunction(environment, functions);
	}

}
