package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PropertyRejections;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.ExporterType;

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

	private static final Set<String> SPRING_BOOT_EXPORTERS = Set.of("otlpHttpSpanExporter", "otlpGrpcSpanExporter");

	TelemetryExportAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnEnabledTracingExport
	SpanExporters telemetrySpanExporters(ObjectProvider<SpanExporter> spanExporters, TelemetryOtelProperties properties,
			PropertyRejections rejections, ObjectProvider<SslBundles> sslBundles, ApplicationContext context) {
		Set<SpanExporter> replaced = replaced(properties, context);
		List<SpanExporter> exporters = new ArrayList<>(
				spanExporters.orderedStream().filter((exporter) -> !replaced.contains(exporter)).toList());
		boolean otlpExists = exporters.stream().anyMatch(ExporterNames::isOtlp);
		exporters.addAll(new SpanExporterFactory(properties, rejections,
				sslBundles.getIfAvailable(DefaultSslBundleRegistry::new), context.getClassLoader(), System.out)
			.create(otlpExists));
		return SpanExporters.of(exporters);
	}

	// Spring Boot's stays only while telemetry does not say where spans go.
	private static Set<SpanExporter> replaced(TelemetryOtelProperties properties, ApplicationContext context) {
		boolean stays = !StringUtils.hasText(properties.getEndpoint())
				&& properties.getExporter().contains(ExporterType.OTLP);
		return (stays) ? Set.of()
				: SPRING_BOOT_EXPORTERS.stream()
					.filter(context::containsBean)
					.map((name) -> context.getBean(name, SpanExporter.class))
					.collect(Collectors.toSet());
	}

	@Bean
	@Order(2)
	StartupDetail telemetryExportStartupDetail(ObjectProvider<SpanExporters> exporters) {
		SpanExporters available = exporters.getIfAvailable(SpanExporters::of);
		return new StartupDetail("exporters=" + available.list()
			.stream()
			.map((exporter) -> ExporterNames.of(exporter))
			.collect(Collectors.joining(", ", "[", "]")));
	}

	/**
	 * Without an exporter there is nothing to batch: neither a queue nor a thread is
	 * needed.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnNoExporterCondition.class)
	@ConditionalOnMissingBean({ SpanExporter.class, SpanExporters.class })
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
