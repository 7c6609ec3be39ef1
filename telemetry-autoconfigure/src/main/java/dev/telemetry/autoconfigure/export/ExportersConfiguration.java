package dev.telemetry.autoconfigure.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.otlp.OtlpResponses;

/**
 * The exporters, unless the application collects them itself or exports nothing, like
 * most tests.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(SpanExporters.class)
@ConditionalOnEnabledTracingExport
class ExportersConfiguration {

	@Bean
	SelectedExporters telemetrySelectedExporters(ObjectProvider<SpanExporter> spanExporters,
			SpanExporterFactory factory, PropertyOrigins origins, OtlpResponses responses,
			ObjectProvider<OtlpTracingConnectionDetails> connectionDetails, ConfigurableListableBeanFactory beanFactory,
			TracingState tracing, PropertyRejections rejections) {
		if (!tracing.reported()) {
			return new SelectedExporters(List.of(), null);
		}
		SpringBootExporters springBootExporters = new SpringBootExporters(beanFactory,
				connectionDetails.getIfAvailable(), origins, responses);
		springBootExporters.check(rejections);
		return new ExporterSelection(factory, springBootExporters, origins).select(byName(spanExporters, beanFactory));
	}

	private static Map<String, SpanExporter> byName(ObjectProvider<SpanExporter> ordered,
			ConfigurableListableBeanFactory beanFactory) {
		ExporterNames names = new ExporterNames(beanFactory);
		UniqueNames unique = new UniqueNames();
		Map<String, SpanExporter> byName = new LinkedHashMap<>();
		for (SpanExporter exporter : ordered.orderedStream().distinct().toList()) {
			byName.put(unique.of(names.of(exporter)), exporter);
		}
		return byName;
	}

	@Bean
	SpanExporters telemetrySpanExporters(SelectedExporters selected) {
		return selected.toSpanExporters();
	}

	@Bean
	StartupCheck telemetryExportCheck(SelectedExporters selected, SpanExporterFactory factory) {
		return () -> {
			String problem = selected.problem();
			return (problem != null) ? problem : factory.problem();
		};
	}

}
