package dev.telemetry.autoconfigure.web;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.UntracedRequestFilter;

/**
 * {@link ManagementContextConfiguration} for a separate management port. No filter of the
 * application runs there, but Spring Security does, and its observations would make each
 * scrape a trace.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(FilterRegistrationBean.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnBean(InternalFailures.class)
class UntracedManagementContextConfiguration {

	@Bean
	FilterRegistrationBean<UntracedRequestFilter> telemetryUntracedRequestFilter(
			ObjectProvider<OpenTelemetry> openTelemetry, TracingState tracing, ContextLeaks leaks,
			InternalFailures failures) {
		return UntracedRequests.register(
				UntracedRequestFilter.forAll(openTelemetry.getIfAvailable(OpenTelemetry::noop), leaks, failures),
				tracing);
	}

}
