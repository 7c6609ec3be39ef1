package dev.telemetry.autoconfigure.export;

import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.ShutdownNames;

/**
 * The shutdown of tracing, with or without pipelines: the application may have a
 * processor of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(CompositeSpanExporter.class)
class ShutdownConfiguration {

	@Bean(ShutdownNames.TRACER_PROVIDER_SHUTDOWN)
	static TracerProviderShutdown telemetryTracerProviderShutdown() {
		return new TracerProviderShutdown();
	}

}
