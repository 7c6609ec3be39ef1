package dev.telemetry.autoconfigure.export;

import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Without an exporter there is nothing to queue.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnNoExporterCondition.class)
@ConditionalOnMissingBean({ SpanExporter.class, SpanExporters.class, SpanReporter.class })
class NoExporterConfiguration {

	@Bean
	static UnusedBatchProcessor telemetryUnusedBatchProcessor() {
		return new UnusedBatchProcessor();
	}

	// Lazy and never asked for: being defined makes Spring Boot's own step back.
	@Bean(UnusedBatchProcessor.NAME)
	@Lazy
	@ConditionalOnMissingBean
	BatchSpanProcessor telemetryUnusedBatchSpanProcessor() {
		return BatchSpanProcessor.builder(SpanExporter.composite()).build();
	}

	@Bean
	@ConditionalOnMissingBean
	SpanProcessors telemetrySpanProcessors(ObjectProvider<SpanProcessor> spanProcessors) {
		return SpanProcessors.of(spanProcessors.orderedStream().toList());
	}

}
