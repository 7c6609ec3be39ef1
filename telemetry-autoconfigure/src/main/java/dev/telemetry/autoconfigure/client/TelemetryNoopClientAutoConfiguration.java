package dev.telemetry.autoconfigure.client;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the wrapper of clients if calls
 * are not recorded: while telemetry is off, and in test slices.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
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
