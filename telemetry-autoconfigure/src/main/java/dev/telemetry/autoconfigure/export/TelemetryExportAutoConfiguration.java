package dev.telemetry.autoconfigure.export;

import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PropertyOrigins;
import dev.telemetry.autoconfigure.PropertyRejections;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for exporters of spans. Exporters
 * that an application declares as beans stay and come first.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ SdkTracerProvider.class, SpanExporters.class })
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@EnableConfigurationProperties(TelemetryOtelProperties.class)
public final class TelemetryExportAutoConfiguration {

	private static final String EXPORTER_PROPERTY = "telemetry.otel.exporter";

	private static final String EXPORT_PROPERTY = "management.tracing.export.enabled";

	TelemetryExportAutoConfiguration() {
	}

	// Made also where nothing is exported, so that tests find a wrong value.
	@Bean
	SpanExporterFactory telemetrySpanExporterFactory(TelemetryOtelProperties properties, PropertyRejections rejections,
			ObjectProvider<SslBundles> sslBundles, ResourceLoader resourceLoader) {
		return new SpanExporterFactory(properties, rejections, sslBundles.getIfAvailable(DefaultSslBundleRegistry::new),
				resourceLoader.getClassLoader(), System.out);
	}

	@Bean
	StartupCheck telemetryExportCheck(ObjectProvider<SelectedExporters> selected) {
		return () -> {
			SelectedExporters exporters = selected.getIfAvailable();
			return (exporters != null) ? exporters.problem() : null;
		};
	}

	@Bean
	@Order(20)
	StartupDetail telemetryExportStartupDetail(ObjectProvider<SelectedExporters> selected, PropertyOrigins origins) {
		SelectedExporters exporters = selected.getIfAvailable();
		if (exporters == null) {
			return StartupDetail.of("exporters", "only beans", origins.setBy(EXPORT_PROPERTY));
		}
		return (exporters.exporters().isEmpty())
				? StartupDetail.of("exporters", "none", origins.setBy(EXPORTER_PROPERTY))
				: new StartupDetail("exporters=" + exporters.description());
	}

	/**
	 * The exporters, unless the application collects them itself or exports nothing, as
	 * in most tests.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(SpanExporters.class)
	@ConditionalOnEnabledTracingExport
	static class ExportersConfiguration {

		@Bean
		SelectedExporters telemetrySelectedExporters(ObjectProvider<SpanExporter> spanExporters,
				SpanExporterFactory factory, PropertyOrigins origins,
				ObjectProvider<OtlpTracingConnectionDetails> connectionDetails,
				ConfigurableListableBeanFactory beanFactory) {
			SpringBootExporters springBootExporters = new SpringBootExporters(beanFactory,
					connectionDetails.getIfAvailable(), origins);
			return new ExporterSelection(factory, springBootExporters, origins)
				.select(spanExporters.orderedStream().toList());
		}

		@Bean
		SpanExporters telemetrySpanExporters(SelectedExporters selected) {
			return selected.toSpanExporters();
		}

	}

	/**
	 * Without an exporter there is nothing to batch: neither a queue nor a thread is
	 * needed.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnNoExporterCondition.class)
	@ConditionalOnMissingBean({ SpanExporter.class, SpanExporters.class, SpanReporter.class })
	static class NoExporterConfiguration {

		// Lazy and never asked for: being defined makes Spring Boot's own step back.
		@Bean
		@Lazy
		@ConditionalOnMissingBean
		BatchSpanProcessor telemetryUnusedBatchSpanProcessor() {
			return BatchSpanProcessor.builder(SpanExporter.composite()).build();
		}

		@Bean
		@ConditionalOnMissingBean
		SpanProcessors telemetrySpanProcessors(ObjectProvider<SpanProcessor> spanProcessors) {
			return SpanProcessors
				.of(spanProcessors.orderedStream((type) -> !BatchSpanProcessor.class.isAssignableFrom(type)).toList());
		}

	}

}
