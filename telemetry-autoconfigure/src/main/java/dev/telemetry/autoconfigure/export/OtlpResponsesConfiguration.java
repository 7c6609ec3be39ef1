package dev.telemetry.autoconfigure.export;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.names.ExportRequests;

/**
 * Reads the responses to Spring Boot's own exporter, and keeps its requests from being
 * traced.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ OtlpHttpSpanExporter.class, OtlpHttpSpanExporterBuilderCustomizer.class })
class OtlpResponsesConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	OtlpHttpSpanExporterBuilderCustomizer telemetryHttpResponses(OtlpResponses responses) {
		return (builder) -> builder.setComponentLoader(responses.senders())
			.addHeader(ExportRequests.HEADER, ExportRequests.HEADER_VALUE);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	OtlpGrpcSpanExporterBuilderCustomizer telemetryGrpcResponses(OtlpResponses responses) {
		return (builder) -> builder.setComponentLoader(responses.senders())
			.addHeader(ExportRequests.HEADER, ExportRequests.HEADER_VALUE);
	}

}
