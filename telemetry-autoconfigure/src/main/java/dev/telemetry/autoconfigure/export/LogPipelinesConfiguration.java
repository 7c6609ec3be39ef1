package dev.telemetry.autoconfigure.export;

import java.util.List;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpGrpcLogRecordExporterBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpHttpLogRecordExporterBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.TelemetryLogsProperties;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogConversion;
import dev.telemetry.logs.UnheardExporter;
import dev.telemetry.names.ExportRequests;

/**
 * One pipeline for each exporter of log records, unless the application exports nothing,
 * like most tests.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSwitchedOn(PropertyNames.LOGS_ENABLED)
@ConditionalOnBooleanProperty(name = LogPipelinesConfiguration.SPRING_BOOTS_SWITCH, matchIfMissing = true)
@ConditionalOnClass(LogRecordExporter.class)
@ConditionalOnEnabledTracingExport
@EnableConfigurationProperties({ TelemetryLogsProperties.class, TelemetryExportProperties.class,
		OpenTelemetryTracingProperties.class })
class LogPipelinesConfiguration {

	static final String SPRING_BOOTS_SWITCH = PropertyNames.LOGGING_EXPORT;

	// The answers to Spring Boot's own exporter.
	@Bean
	LogResponses telemetryLogResponses() {
		return new LogResponses(new OtlpResponses());
	}

	@Bean
	LogTargets telemetryLogTargets(TelemetryLogsProperties properties, SpanExporterFactory factory,
			LogResponses responses, TracingState tracing, ConfigurableListableBeanFactory beanFactory) {
		return (tracing.reported()) ? LogTargets.select(properties, factory, responses, beanFactory)
				: new LogTargets(List.of(), null);
	}

	// Closed last of all. Missing if the auto-configuration of the capture is left out.
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	@Nullable LogPipelines<CapturedLog> telemetryLogPipelines(LogTargets targets, TelemetryExportProperties properties,
			OpenTelemetryTracingProperties springBoots, PropertyRejections rejections,
			ObjectProvider<LogCapture> captures, ObjectProvider<LogConversion> conversions) {
		LogConversion conversion = conversions.getIfAvailable();
		if (conversion == null) {
			return null;
		}
		LogCapture capture = captures.getObject();
		return new LogPipelines<>(
				targets.targets()
					.stream()
					.map((target) -> target.by(new UnheardExporter(target.exporter(), capture)))
					.toList(),
				new ExportMapper(properties, springBoots.getExport(), rejections).settings(),
				PipelinesConfiguration.untraced(), CapturedLog::footprint, conversion::convert);
	}

	@Bean
	StartupCheck telemetryLogExportCheck(LogTargets targets) {
		return targets::problem;
	}

	/**
	 * Reads the responses to Spring Boot's own exporter, and keeps its requests from
	 * being traced. The exporter still repeats requests by itself, because other code
	 * than the pipeline may use it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpLogRecordExporter.class, OtlpHttpLogRecordExporterBuilderCustomizer.class })
	static class SpringBootsResponsesConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpHttpLogRecordExporterBuilderCustomizer telemetryHttpLogResponses(LogResponses responses) {
			return (builder) -> builder.setComponentLoader(responses.responses().senders())
				.addHeader(ExportRequests.HEADER, ExportRequests.HEADER_VALUE);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpGrpcLogRecordExporterBuilderCustomizer telemetryGrpcLogResponses(LogResponses responses) {
			return (builder) -> builder.setComponentLoader(responses.responses().senders())
				.addHeader(ExportRequests.HEADER, ExportRequests.HEADER_VALUE);
		}

	}

}
