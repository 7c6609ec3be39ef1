package dev.telemetry.autoconfigure.export;

import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ShutdownNames;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetryEventsProperties;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.export.SpanWithoutEvents;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.privacy.Redaction;

/**
 * One pipeline for each exporter, unless the application has a batch processor of its own
 * or arranges the processors itself.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(CompositeSpanExporter.class)
@ConditionalOnMissingBean({ BatchSpanProcessor.class, SpanProcessors.class })
@EnableConfigurationProperties({ TelemetryExportProperties.class, OpenTelemetryTracingProperties.class })
class PipelinesConfiguration {

	private static final String SPOOL_PROPERTY = "telemetry.export.spool.enabled";

	@Bean
	PipelineSettings telemetryPipelineSettings(TelemetryExportProperties properties,
			OpenTelemetryTracingProperties springBoots, PropertyRejections rejections) {
		return new ExportMapper(properties, springBoots.getExport(), rejections).settings();
	}

	@Bean
	SpoolChoice telemetrySpoolChoice(TelemetryExportProperties properties, PropertyRejections rejections) {
		return new SpoolChoice(new DiskMapper(rejections).spool(properties.getSpool()));
	}

	@Bean
	@Order(21)
	@Nullable StartupDetail telemetrySpoolStartupDetail(TelemetryExportProperties properties, PropertyOrigins origins,
			ObjectProvider<SelectedExporters> selected) {
		SelectedExporters exporters = selected.getIfAvailable();
		return (properties.getSpool().isEnabled() && exporters != null && exporters.areAnyRemote())
				? StartupDetail.of("spool", properties.getSpool().getDirectory(), origins.setBy(SPOOL_PROPERTY)) : null;
	}

	// The definition makes Spring Boot's own bean step back, also in child
	// contexts, where it would close the exporters of this context. A null bean
	// is not injected anywhere.
	@Bean
	@Lazy
	@Nullable BatchSpanProcessor telemetryUnusedBatchSpanProcessor() {
		return null;
	}

	@Bean(QuietExporters.NAME)
	QuietExporters telemetryQuietExporters(ObjectProvider<LoggingSystem> loggingSystem,
			ListableBeanFactory beanFactory) {
		return new QuietExporters(loggingSystem.getIfAvailable(), beanFactory);
	}

	// Closed with the tracer provider, of which it is a processor.
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(name = ShutdownNames.SPAN_PIPELINES)
	SpanPipelines telemetrySpanPipelines(PipelineSettings settings, SpoolChoice spool,
			ObjectProvider<SpanExporters> exporters, ObjectProvider<SelectedExporters> selected,
			ObjectProvider<SpanExportingPredicate> predicates, ObjectProvider<SpanFilter> filters,
			ObjectProvider<SpanReporter> reporters, ObjectProvider<Redaction> redaction,
			ObjectProvider<LogPipelines<CapturedLog>> logs, ObjectProvider<TelemetryEventsProperties> events,
			InternalFailures failures, ListableBeanFactory beanFactory) {
		UnaryOperator<SpanData> redacting = leaving(redacting(redaction.getIfAvailable()), events.getIfAvailable(),
				logs);
		PipelineTargets targets = new PipelineTargets(predicates.orderedStream().toList(),
				filters.orderedStream().toList(), spool.settings(), redacting, failures);
		SelectedExporters known = selected.getIfAvailable();
		targets.addAll((known != null) ? known.exporters() : unknown(exporters.getIfAvailable(), beanFactory));
		targets.addReporters(reporters.orderedStream().toList());
		return new SpanPipelines(targets.targets(), settings, untraced(), redacting);
	}

	private static UnaryOperator<SpanData> redacting(@Nullable Redaction redaction) {
		return (redaction != null) ? redaction::apply : UnaryOperator.identity();
	}

	// Events are removed from spans only if there are pipelines for the log records that
	// they become.
	private static UnaryOperator<SpanData> leaving(UnaryOperator<SpanData> redacting,
			@Nullable TelemetryEventsProperties events, ObjectProvider<LogPipelines<CapturedLog>> logs) {
		if (events == null || events.getAs() != TelemetryEventsProperties.As.LOG) {
			return redacting;
		}
		LogPipelines<CapturedLog> exporting = logs.getIfAvailable();
		return (exporting != null && !exporting.states().isEmpty())
				? (span) -> redacting.apply(SpanWithoutEvents.of(span)) : redacting;
	}

	private static List<NamedExporter> unknown(@Nullable SpanExporters exporters, ListableBeanFactory beanFactory) {
		if (exporters == null) {
			return List.of();
		}
		ExporterNames names = new ExporterNames(beanFactory);
		return exporters.list().stream().map((exporter) -> unknown(exporter, names.of(exporter))).toList();
	}

	private static NamedExporter unknown(SpanExporter exporter, String name) {
		return NamedExporter.of(name, exporter, name, "bean");
	}

	// An exporter may call its backend by a traced client.
	static Context untraced() {
		IdGenerator ids = IdGenerator.random();
		SpanContext context = SpanContext.create(ids.generateTraceId(), ids.generateSpanId(), TraceFlags.getDefault(),
				TraceState.getDefault());
		return SamplingHint.untraced(Context.root().with(Span.wrap(context)));
	}

	/**
	 * Makes Spring Boot's own exporter send each batch once, because the pipeline decides
	 * when to send again.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpSpanExporter.class, OtlpHttpSpanExporterBuilderCustomizer.class })
	static class SingleAttemptConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpHttpSpanExporterBuilderCustomizer telemetryHttpSingleAttempt() {
			return (builder) -> builder.setRetryPolicy(null);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpGrpcSpanExporterBuilderCustomizer telemetryGrpcSingleAttempt() {
			return (builder) -> builder.setRetryPolicy(null);
		}

	}

}
