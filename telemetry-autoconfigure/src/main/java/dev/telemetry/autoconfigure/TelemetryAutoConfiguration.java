package dev.telemetry.autoconfigure;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
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
import org.springframework.util.StringUtils;

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
		return new StartupDetail("backend=" + properties.getBackend().name().toLowerCase(Locale.ROOT) + ", service="
				+ serviceName(properties, environment));
	}

	// In the order in which Spring Boot fills the resource, after the name of telemetry.
	private static String serviceName(TelemetryProperties properties, Environment environment) {
		return Stream
			.of(properties.getServiceName(), environment.getProperty(TelemetryEnvironmentPostProcessor.SERVICE_NAME),
					environment.getProperty("OTEL_SERVICE_NAME"), environment.getProperty("spring.application.name"))
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse("unknown_service");
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	SmartInitializingSingleton telemetryTracesWarning(ObjectProvider<OpenTelemetry> openTelemetry) {
		return () -> {
			if (openTelemetry.stream().findAny().isEmpty()) {
				logger.warn("There are no traces, although {} asks for them: no OpenTelemetry bean was found. "
						+ "Add spring-boot-micrometer-tracing-opentelemetry and micrometer-tracing-bridge-otel, "
						+ "which telemetry-spring-boot-starter brings, or set {} to prom.",
						TelemetrySwitch.BACKEND_PROPERTY, TelemetrySwitch.BACKEND_PROPERTY);
			}
		};
	}

	@Bean
	SmartInitializingSingleton telemetryStartupLine(ObjectProvider<StartupDetail> details) {
		return () -> logger.info("Telemetry is on: {}",
				details.orderedStream().map(StartupDetail::text).collect(Collectors.joining(", ")));
	}

}
