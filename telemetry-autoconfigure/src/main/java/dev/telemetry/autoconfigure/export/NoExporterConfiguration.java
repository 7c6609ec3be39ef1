package dev.telemetry.autoconfigure.export;

import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import dev.telemetry.sampling.KeptTraceTarget;

/**
 * Leaves out the batch processor if there is no exporter and no other consumer of traces.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnNoExporterCondition.class)
@ConditionalOnMissingBean({ SpanExporter.class, SpanExporters.class, SpanReporter.class, KeptTraceTarget.class })
class NoExporterConfiguration {

	// The definition makes Spring Boot's own bean step back, also in child
	// contexts, where it would close the exporters of this context. A null bean
	// is not injected anywhere.
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	@Nullable BatchSpanProcessor telemetryUnusedBatchSpanProcessor() {
		return null;
	}

	@Bean
	@ConditionalOnMissingBean
	SpanProcessors telemetrySpanProcessors(ObjectProvider<SpanProcessor> spanProcessors) {
		return SpanProcessors.of(spanProcessors.orderedStream().toList());
	}

}
