package dev.telemetry.autoconfigure.web;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PropertyRejections;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.record.InternalFailures;
import dev.telemetry.servlet.UntracedRequestFilter;

/**
 * Keeps excluded paths out of the traces where requests are left to Spring Boot, whose
 * filter goes on measuring them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnMissingBean(name = "telemetryFilter")
class UntracedRequestsConfiguration {

	@Bean
	FilterRegistrationBean<UntracedRequestFilter> telemetryUntracedRequestFilter(
			ObjectProvider<OpenTelemetry> openTelemetry, TelemetryHttpProperties properties,
			PropertyRejections rejections, InternalFailures failures, Environment environment) {
		return UntracedRequests
			.register(UntracedRequestFilter.forPaths(new UntracedPaths(environment, rejections).all(properties),
					openTelemetry.getIfAvailable(OpenTelemetry::noop), failures));
	}

}
