package dev.telemetry.autoconfigure.web;

import java.util.Objects;
import java.util.Set;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.control.Adjustable;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.PathRules;
import dev.telemetry.servlet.ContainerHook;
import dev.telemetry.servlet.RequestObserver;
import dev.telemetry.servlet.RoutePattern;
import dev.telemetry.servlet.TelemetryFilter;

/**
 * The filter and its registration. Steps back if the application has changed how Spring
 * Boot observes requests, because the filter would ignore the changes.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSwitchedOn(OnServerObservationUnchangedCondition.ENABLED_PROPERTY)
@Conditional(OnServerObservationUnchangedCondition.class)
class TelemetryFilterConfiguration {

	static final String HOOK = "telemetryContainerHook";

	@Bean
	@ConditionalOnMissingBean
	RoutePattern telemetryRoutePattern(ResourceLoader resourceLoader) {
		return MatchedPattern.in(resourceLoader.getClassLoader());
	}

	@Bean
	WebMvcConfigurer telemetryCallableContext(ContextLeaks leaks, InternalFailures failures, TracingState tracing) {
		return new WebMvcConfigurer() {

			@Override
			public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
				configurer.registerCallableInterceptors(
						new CallableContextInterceptor(leaks, failures, (context) -> tracing.active()));
			}

		};
	}

	@Bean(HOOK)
	ContainerHook telemetryContainerHook(TracingState tracing, ContextLeaks leaks) {
		return new ContainerHook((tracing.active()) ? leaks : null);
	}

	// Not a default candidate: an application that injects its own resolver must not get
	// this one.
	@Bean(defaultCandidate = false)
	HandledExceptions telemetryHandledExceptions(InternalFailures failures) {
		return new HandledExceptions(failures);
	}

	@Bean
	Adjustable<PathRules> telemetryPathRules(TelemetryHttpProperties properties, PropertyRejections rejections) {
		return new Adjustable<>(new PathRules(new PathRulesMapper(rejections).of(properties.getPaths())));
	}

	@Bean(TelemetryFilterRegistration.NAME)
	TelemetryFilterRegistration telemetryFilter(TracingState tracing, ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<RootDecider> decider, ObjectProvider<RequestMeter> meter,
			ObjectProvider<RequestObserver> observer, RoutePattern routePattern, TelemetryHttpProperties properties,
			Adjustable<PathRules> paths, PropertyRejections rejections, ContainerHook hook, ContextLeaks leaks,
			InternalFailures failures, Environment environment, ConfigurableListableBeanFactory beanFactory) {
		HttpServerSettings settings = new HttpServerSettings(properties.getConventions(), properties.getSpanName(),
				properties.isClientAddress(), new UntracedPathsMapper(environment, rejections).all(properties),
				Set.copyOf(properties.getResponseHeaders()), paths, showsIdsToAccessLog(properties, environment));
		RequestMeter measuring = meter.getIfAvailable();
		RequestObserver observing = observer.getIfAvailable();
		TelemetryFilter filter = new TelemetryFilter((tracing.active()) ? openTelemetry.getIfAvailable() : null,
				Objects.requireNonNullElse(decider.getIfAvailable(), RootDecider.BY_SAMPLER),
				(measuring != null) ? measuring : RequestMeter.NOOP,
				(observing != null) ? observing : RequestObserver.NONE, routePattern, settings, hook, leaks, failures);
		return new TelemetryFilterRegistration(filter, beanFactory);
	}

	// Without an access log, the attributes would be of no use.
	private static boolean showsIdsToAccessLog(TelemetryHttpProperties properties, Environment environment) {
		Boolean requestAttributes = properties.getRequestAttributes();
		return (requestAttributes != null) ? requestAttributes
				: environment.getProperty("server.tomcat.accesslog.enabled", Boolean.class, false)
						|| environment.getProperty("server.jetty.accesslog.enabled", Boolean.class, false);
	}

	@Bean
	@Order(5)
	StartupDetail telemetryRequestsStartupDetail(TelemetryFilterRegistration registration, PropertyOrigins origins) {
		String other = registration.otherRegistration();
		return (other != null) ? StartupDetail.of("requests", "Spring Boot", "bean " + other) : StartupDetail
			.of("requests", "telemetry", origins.setBy(OnServerObservationUnchangedCondition.ENABLED_PROPERTY));
	}

	// A bean that is defined after the conditions, for example by a registrar, is at
	// least reported.
	@Bean
	StartupCheck telemetryServerObservationCheck(TelemetryFilterRegistration registration,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return () -> {
			String other = registration.otherRegistration();
			return UserServerObservationConfiguration.problem((other != null) ? other
					: OnServerObservationUnchangedCondition.lateChange(beanFactory, environment));
		};
	}

}
