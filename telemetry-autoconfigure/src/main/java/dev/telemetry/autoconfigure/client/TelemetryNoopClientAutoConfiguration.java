package dev.telemetry.autoconfigure.client;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what wraps clients where they
 * are not recorded: while telemetry is off, and in test slices.
 */
@AutoConfiguration(afterName = "dev.telemetry.autoconfigure.client.TelemetryClientAutoConfiguration")
public final class TelemetryNoopClientAutoConfiguration {

	TelemetryNoopClientAutoConfiguration() {
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	TelemetryHttpClients telemetryNoopHttpClients() {
		return (client, operation) -> client;
	}

}
