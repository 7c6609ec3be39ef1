package dev.telemetry.autoconfigure.web;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.telemetry.autoconfigure.observation.EventCounters;
import dev.telemetry.autoconfigure.observation.ObservationScopes;
import dev.telemetry.autoconfigure.observation.ObservationTools;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.RequestObserver;

/**
 * Makes the observation of a request current, like Spring Boot's filter.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ ObservationRegistry.class, ServerRequestObservationContext.class })
@ConditionalOnBean(name = TelemetryFilterConfiguration.HOOK)
@ImportRuntimeHints(ObservationScopes.Hints.class)
class RequestObserverConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "telemetryRequestObserver")
	RequestObserver telemetryRequestObserver(ObjectProvider<ObservationRegistry> registries,
			ObjectProvider<EventCounters> events, ContextLeaks leaks) {
		ObservationRegistry registry = registries.getIfAvailable();
		if (registry == null || ObservationRegistry.NOOP.equals(registry) || !ObservationScopes.areAvailable()) {
			return RequestObserver.NONE;
		}
		ObservationTools tools = new ObservationTools(registry, leaks, events.getIfAvailable());
		return (request) -> new CurrentRequestObservation(tools, request);
	}

	@Bean
	WebMvcConfigurer telemetryCallableObservation(ObjectProvider<ObservationRegistry> registries,
			InternalFailures failures) {
		return new WebMvcConfigurer() {

			@Override
			public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
				ObservationRegistry registry = registries.getIfAvailable();
				if (registry != null) {
					configurer.registerCallableInterceptors(new CallableObservationInterceptor(registry, failures));
				}
			}

		};
	}

	/**
	 * With Micrometer's meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterObservationHandler.class)
	static class EventsConfiguration {

		@Bean
		EventCounters telemetryRequestEvents(ObjectProvider<MeterObservationHandler<Observation.Context>> handlers,
				InternalFailures failures) {
			return new EventCounters(() -> handlers.orderedStream().toList(), failures);
		}

	}

}
