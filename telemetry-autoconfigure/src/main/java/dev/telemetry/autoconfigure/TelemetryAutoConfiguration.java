package dev.telemetry.autoconfigure;

import java.util.Locale;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.record.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what all of telemetry shares.
 */
@AutoConfiguration
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryProperties.class)
public final class TelemetryAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryAutoConfiguration.class);

	TelemetryAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	InternalFailures telemetryInternalFailures() {
		return new InternalFailures();
	}

	@Bean
	PropertyRejections telemetryPropertyRejections(Environment environment) {
		return new PropertyRejections(environment);
	}

	@Bean
	@Order(0)
	StartupDetail telemetryStartupDetail(TelemetryProperties properties, Environment environment) {
		String name = properties.getServiceName();
		String service = (name != null) ? name : environment.getProperty("spring.application.name", "unknown_service");
		return new StartupDetail(
				"backend=" + properties.getBackend().name().toLowerCase(Locale.ROOT) + ", service=" + service);
	}

	@Bean
	SmartInitializingSingleton telemetryStartupLine(ObjectProvider<StartupDetail> details) {
		return () -> logger.info("Telemetry is on: {}",
				details.orderedStream().map(StartupDetail::text).collect(Collectors.joining(", ")));
	}

}
