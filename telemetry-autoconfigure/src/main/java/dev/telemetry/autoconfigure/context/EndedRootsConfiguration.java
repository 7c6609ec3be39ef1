package dev.telemetry.autoconfigure.context;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.ContextLeaks;

/**
 * Watches local roots end, whatever samples and exports them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SdkTracerProviderBuilderCustomizer.class)
class EndedRootsConfiguration {

	@Bean
	SdkTracerProviderBuilderCustomizer telemetryEndedRoots(ContextLeaks leaks) {
		return (builder) -> builder.addSpanProcessor(new EndedRoots(leaks));
	}

}
