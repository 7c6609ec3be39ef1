package dev.telemetry.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for actuator endpoints. Secrets are
 * hidden in each state of the switch: they do not become public by switching off.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class TelemetryEndpointAutoConfiguration {

	TelemetryEndpointAutoConfiguration() {
	}

	// Lazy: asked for by endpoints that show properties, if there are any.
	@Bean
	@Lazy
	SanitizingFunction telemetrySanitizingFunction(Environment environment) {
		return new SecretSanitizingFunction(environment);
	}

}
