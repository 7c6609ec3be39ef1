package dev.telemetry.autoconfigure.web;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.PathRules;
import dev.telemetry.servlet.UntracedRequestFilter;

/**
 * Keeps untraced paths out of the traces if requests are left to Spring Boot, whose
 * filter goes on measuring them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnMissingBean(name = TelemetryFilterRegistration.NAME)
class UntracedRequestsConfiguration {

	@Bean
	FilterRegistrationBean<UntracedRequestFilter> telemetryUntracedRequestFilter(
			ObjectProvider<OpenTelemetry> openTelemetry, TelemetryHttpProperties properties,
			PropertyRejections rejections, TracingState tracing, ContextLeaks leaks, InternalFailures failures,
			Environment environment) {
		List<String> paths = new UntracedPathsMapper(environment, rejections).all(properties);
		PathRules rules = new PathRules(new PathRulesMapper(rejections).of(properties.getPaths()));
		return UntracedRequests.register(UntracedRequestFilter.forPaths(paths, rules,
				openTelemetry.getIfAvailable(OpenTelemetry::noop), leaks, failures), tracing);
	}

	// Spring Boot runs a Callable without the context of its request. Its work must not
	// become a trace of its own.
	@Bean
	WebMvcConfigurer telemetryUntracedCallables(ContextLeaks leaks, InternalFailures failures) {
		return new WebMvcConfigurer() {

			@Override
			public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
				configurer.registerCallableInterceptors(
						new CallableContextInterceptor(leaks, failures, SamplingHint::isUntraced));
			}

		};
	}

}
