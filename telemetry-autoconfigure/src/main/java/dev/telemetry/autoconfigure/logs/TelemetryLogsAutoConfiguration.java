package dev.telemetry.autoconfigure.logs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.EarlyLogs;
import dev.telemetry.autoconfigure.LogCaptures;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetryEventsProperties;
import dev.telemetry.autoconfigure.TelemetryLogsProperties;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.DecisionSource;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LeftOut;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogConsumer;
import dev.telemetry.logs.LogConversion;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.logs.MdcKeys;
import dev.telemetry.metrics.ExportMeters;
import dev.telemetry.metrics.LogMeters;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.record.LogContexts;
import dev.telemetry.sampling.KeptTraceTarget;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the export of log records, in
 * addition to the appenders of the application. Off unless {@code telemetry.logs.enabled}
 * is {@code true}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration")
@ConditionalOnClass(LogRecordData.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnSwitchedOn(PropertyNames.LOGS_ENABLED)
@ConditionalOnBooleanProperty(name = PropertyNames.SDK_ENABLED, matchIfMissing = true)
@EnableConfigurationProperties(TelemetryLogsProperties.class)
public final class TelemetryLogsAutoConfiguration {

	TelemetryLogsAutoConfiguration() {
	}

	@Bean
	static LogExportShutdown telemetryLogExportShutdown() {
		return new LogExportShutdown();
	}

	@Bean
	static FirstOfBeans telemetryFirstLogExport() {
		return new FirstOfBeans();
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	LogCapture telemetryLogCapture(TelemetryLogsProperties properties, InternalFailures failures) {
		return LogCaptures.capture(properties, failures::report);
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	@Nullable LogAttachment telemetryLogAttachment(TelemetryLogsProperties properties, LogCapture capture) {
		return LogCaptures.attachment(properties, capture);
	}

	@Bean
	@ConditionalOnMissingBean
	LogConversion telemetryLogConversion(LogCapture capture, TelemetryLogsProperties properties,
			ObjectProvider<Resource> resource, ObjectProvider<LogRecordProcessor> processors,
			ObjectProvider<Redaction> redaction) {
		Redaction redacting = redaction.getIfAvailable();
		UnaryOperator<LogRecordData> replacing = (redacting != null) ? redacting::apply : UnaryOperator.identity();
		return new LogConversion(capture, resource.getIfAvailable(Resource::getDefault),
				new MdcKeys(properties.getMdc().getInclude(), properties.getMdc().getExclude()),
				withoutExporting(processors), replacing);
	}

	// Processors that export would export the records a second time.
	private static List<LogRecordProcessor> withoutExporting(ObjectProvider<LogRecordProcessor> processors) {
		List<LogRecordProcessor> adding = new ArrayList<>();
		processors.orderedStream()
			.filter((processor) -> !(processor instanceof BatchLogRecordProcessor)
					&& !(processor instanceof SimpleLogRecordProcessor))
			.forEach(adding::add);
		return adding;
	}

	@Bean
	@ConditionalOnMissingBean
	@Nullable LogReporter telemetryLogReporter(LogCapture capture, ObjectProvider<LogAttachment> attachment,
			ObjectProvider<LogPipelines<CapturedLog>> pipelines) {
		LogAttachment attached = attachment.getIfAvailable();
		LogPipelines<CapturedLog> exporting = pipelines.getIfAvailable();
		return (attached != null) ? new LogReporter(capture, attached,
				() -> (exporting != null) ? exporting.health() : List.<ExporterHealth>of()) : null;
	}

	// With a web server, beans that check properties are created before its filters.
	@Bean(EarlyLogs.EXPORT)
	@ConditionalOnMissingBean
	@Nullable LogExport telemetryLogExport(TelemetryLogsProperties properties, PropertyRejections rejections,
			ObjectProvider<LogReporter> reporter, ObjectProvider<LogPipelines<CapturedLog>> pipelines,
			ObjectProvider<DecisionSource> decisions, ObjectProvider<EarlyLogs> early,
			ObjectProvider<LogConsumer> others, TracingState tracing) {
		rejections.atLeast(PropertyNames.LOGS + ".early-records", properties.getEarlyRecords(), 0);
		rejections.atLeast(PropertyNames.LOGS + ".max-body-length", properties.getMaxBodyLength(), 1);
		TelemetryLogsProperties.Held held = properties.getHeld();
		rejections.atLeast(PropertyNames.LOGS + ".held.max-records-per-trace", held.getMaxRecordsPerTrace(), 1);
		rejections.atLeast(PropertyNames.LOGS + ".held.max-bytes", held.getMaxBytes(), 1,
				"a size above zero, such as 8MB");
		LogReporter reporting = reporter.getIfAvailable();
		DecisionSource source = (properties.getSampling() == TelemetryLogsProperties.Sampling.KEPT)
				? decisions.getIfAvailable() : null;
		List<LogConsumer> consumers = (tracing.reported()) ? others.orderedStream().toList() : List.of();
		return (reporting != null)
				? new LogExport(reporting, pipelines.getIfAvailable(), early.getIfAvailable(), source, held, consumers)
				: null;
	}

	// Null if there are no pipelines for log records: events stay on their spans then.
	@Bean
	@Nullable KeptTraceTarget telemetryEventRecords(ObjectProvider<TelemetryEventsProperties> events, LogCapture capture,
			ObjectProvider<LogPipelines<CapturedLog>> pipelines) {
		TelemetryEventsProperties properties = events.getIfAvailable();
		if (properties == null || properties.getAs() == TelemetryEventsProperties.As.SPAN) {
			return null;
		}
		LogPipelines<CapturedLog> exporting = pipelines.getIfAvailable();
		return (exporting != null && !exporting.states().isEmpty()) ? EventRecords.target(capture, exporting) : null;
	}

	@Bean
	@Order(24)
	@Nullable StartupDetail telemetryEventsStartupDetail(ObjectProvider<TelemetryEventsProperties> events,
			PropertyOrigins origins) {
		TelemetryEventsProperties properties = events.getIfAvailable();
		return (properties != null && properties.getAs() != TelemetryEventsProperties.As.SPAN) ? StartupDetail
			.of("events", properties.getAs().name().toLowerCase(Locale.ROOT), origins.setBy(PropertyNames.EVENTS_AS))
				: null;
	}

	@Bean
	LogContexts telemetryLogContexts() {
		return new ThreadLogContexts();
	}

	@Bean
	@ConditionalOnSwitchedOn(PropertyNames.LOGS_ON_SPANS)
	LogContextAttributes telemetryLogContextAttributes() {
		return new LogContextAttributes();
	}

	@Bean
	@Order(23)
	StartupDetail telemetryLogsStartupDetail(ObjectProvider<LogExport> export, TelemetryLogsProperties properties,
			PropertyOrigins origins) {
		LogExport exporting = export.getIfAvailable();
		return StartupDetail.of("logs",
				(exporting != null) ? exporting.description(properties) : "none, the logging system is unknown",
				origins.setBy(PropertyNames.LOGS_ENABLED));
	}

	/**
	 * Carries the log context to other threads.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ThreadLocalAccessor.class)
	static class LogContextPropagationConfiguration {

		@Bean
		LogContextAccessor telemetryLogContextAccessor() {
			return new LogContextAccessor();
		}

	}

	/**
	 * Meters of captured records and their outcomes.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class LogMetersConfiguration {

		@Bean
		MeterBinder telemetryLogMeters(ObjectProvider<LogReporter> reporter) {
			return (registry) -> reporter.ifAvailable((found) -> meters(found).bindTo(registry));
		}

		@Bean
		MeterBinder telemetryLogExportMeters(ObjectProvider<LogPipelines<CapturedLog>> pipelines) {
			return (registry) -> pipelines
				.ifAvailable((exporting) -> new ExportMeters(exporting.states()).bindTo(registry));
		}

		private static LogMeters<LogReporter> meters(LogReporter reporter) {
			Map<String, ToLongFunction<LogReporter>> leftOut = new LinkedHashMap<>();
			for (LeftOut reason : LeftOut.values()) {
				leftOut.put(reason.text(), (source) -> source.capture().leftOut(reason));
			}
			return new LogMeters<>(reporter, (source) -> source.capture().captured(),
					(source) -> source.capture().waiting(), (source) -> source.attachment().putBack(), leftOut);
		}

	}

}
