package dev.telemetry.autoconfigure.web.reactive;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.metrics.ActiveRequests;

/**
 * Configures the gauge of active requests. Spring Boot has the timer of requests.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSwitchedOn(PropertyNames.HTTP_ENABLED)
class MeasuredRequestsConfiguration {

	@Bean
	ActiveRequestsHandler telemetryActiveRequestsHandler(ObjectProvider<ActiveRequests> requests,
			InternalFailures failures) {
		return new ActiveRequestsHandler(SingletonSupplier.ofNullable(requests::getIfAvailable), failures);
	}

}
