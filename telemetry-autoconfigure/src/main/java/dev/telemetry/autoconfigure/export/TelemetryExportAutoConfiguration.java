package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.export.local.ConsoleSpanExporter;
import dev.telemetry.export.otlp.OtlpResponses;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for exporters of spans. Exporters
 * that an application declares as beans stay and come first.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ SdkTracerProvider.class, SpanExporters.class })
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnBooleanProperty(name = PropertyNames.SDK_ENABLED, matchIfMissing = true)
@EnableConfigurationProperties(TelemetryOtelProperties.class)
@Import({ NoExporterConfiguration.class, ExportersConfiguration.class, PipelinesConfiguration.class,
		ShutdownConfiguration.class, LogPipelinesConfiguration.class, OtlpResponsesConfiguration.class })
public final class TelemetryExportAutoConfiguration {

	private static final String STRUCTURED_CONSOLE_PROPERTY = "logging.structured.format.console";

	private static final String NETWORK_PROPERTY = PropertyNames.OTEL + "network";

	TelemetryExportAutoConfiguration() {
	}

	// Created even if nothing is exported, so that tests find invalid values.
	@Bean
	SpanExporterFactory telemetrySpanExporterFactory(TelemetryOtelProperties properties, PropertyRejections rejections,
			ObjectProvider<SslBundles> sslBundles, ResourceLoader resourceLoader, PropertyOrigins origins,
			ListableBeanFactory beanFactory, ObjectProvider<QuietExporters> quiet) {
		// Created before anything is exported, such as the first log records of
		// the start.
		quiet.getIfAvailable();
		boolean pipelines = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, PipelineSettings.class,
				true, false).length > 0;
		SslBundles bundles = sslBundles.getIfAvailable();
		return new SpanExporterFactory(properties, rejections,
				(bundles != null) ? bundles : new DefaultSslBundleRegistry(), resourceLoader.getClassLoader(),
				() -> console(origins), System.err, pipelines);
	}

	// If log lines are JSON, the reader of the console expects JSON only.
	private static ConsoleSpanExporter console(PropertyOrigins origins) {
		return (origins.isSet(STRUCTURED_CONSOLE_PROPERTY)) ? ConsoleSpanExporter.json(System.out)
				: new ConsoleSpanExporter(System.out);
	}

	// The answers to Spring Boot's own exporter.
	@Bean
	OtlpResponses telemetryOtlpResponses() {
		return new OtlpResponses();
	}

	@Bean
	@Order(20)
	StartupDetail telemetryExportStartupDetail(ObjectProvider<SelectedExporters> selected, SpanExporterFactory factory,
			PropertyOrigins origins) {
		SelectedExporters exporters = selected.getIfAvailable();
		if (exporters == null) {
			return StartupDetail.of("exporters", "only beans", origins.setBy(PropertyNames.TRACING_EXPORT));
		}
		return (exporters.exporters().isEmpty())
				? StartupDetail.of("exporters", "none",
						origins.setBy((factory.isNetworkOn()) ? PropertyNames.EXPORTER : NETWORK_PROPERTY))
				: new StartupDetail("exporters=" + exporters.description());
	}

}
