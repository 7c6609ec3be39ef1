package dev.telemetry.autoconfigure.web;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.telemetry.autoconfigure.PropertyRejections;
import dev.telemetry.record.InternalFailures;
import dev.telemetry.record.RequestMeter;
import dev.telemetry.servlet.HttpServerSettings;
import dev.telemetry.servlet.RoutePattern;
import dev.telemetry.servlet.TelemetryFilter;

/**
 * The filter and its registration. Steps back from an application that has changed how
 * Spring Boot observes requests, because that would be lost.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "telemetry.http.enabled", matchIfMissing = true)
@ConditionalOnMissingFilterBean(ServerHttpObservationFilter.class)
@ConditionalOnMissingBean(type = UserServerObservationConfiguration.CONVENTION)
class TelemetryFilterConfiguration {

	/**
	 * Where Spring Boot puts its own: inside the filter that sets the character encoding,
	 * outside of Spring Security.
	 */
	private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	@Bean
	@ConditionalOnMissingBean
	RoutePattern telemetryRoutePattern() {
		return TelemetryFilterConfiguration::matchedPattern;
	}

	private static @Nullable String matchedPattern(HttpServletRequest request) {
		return (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern)
				? pattern : null;
	}

	@Bean
	WebMvcConfigurer telemetryCallableContext(InternalFailures failures) {
		return new WebMvcConfigurer() {

			@Override
			public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
				configurer.registerCallableInterceptors(new CallableContextInterceptor(failures));
			}

		};
	}

	@Bean
	FilterRegistrationBean<TelemetryFilter> telemetryFilter(ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<RequestMeter> meter, RoutePattern routePattern, TelemetryHttpProperties properties,
			PropertyRejections rejections, InternalFailures failures, Environment environment) {
		HttpServerSettings settings = new HttpServerSettings(properties.getConventions(), properties.getSpanName(),
				properties.isClientAddress(), new UntracedPaths(environment, rejections).all(properties));
		TelemetryFilter filter = new TelemetryFilter(openTelemetry.getIfAvailable(OpenTelemetry::noop),
				meter.getIfAvailable(() -> RequestMeter.NOOP), routePattern, settings, failures);
		FilterRegistrationBean<TelemetryFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setName("telemetryFilter");
		registration.setOrder(FILTER_ORDER);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

}
