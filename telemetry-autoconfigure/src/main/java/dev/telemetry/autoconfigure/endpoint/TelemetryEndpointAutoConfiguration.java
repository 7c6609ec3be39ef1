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
 * hidden in each state of the switch: they do not become public by switching off.
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

	// Lazy: asked for by endpoints that show properties, if there are any. First: what
	// another function changes is not shown to the next one.
	@Bean
	@Lazy
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SanitizingFunction telemetrySanitizingFunction(ConfigurableEnvironment environment,
			ObjectProvider<SanitizingFunction> functions) {
		return new SecretSanitizingFunction(environment, functions);
	}

}
