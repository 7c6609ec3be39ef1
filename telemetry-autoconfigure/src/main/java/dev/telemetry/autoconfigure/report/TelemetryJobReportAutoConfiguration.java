package dev.telemetry.autoconfigure.report;

import java.time.Duration;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnMeasuringOnly;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.names.MeterNames;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.report.JobReports;
import dev.telemetry.report.ReportSettings;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for reports of jobs. Off unless
 * {@code telemetry.job.report.enabled} is {@code true}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "dev.telemetry.autoconfigure.privacy.TelemetryPrivacyAutoConfiguration",
		beforeName = "dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration")
@ConditionalOnClass(SpanProcessor.class)
@ConditionalOnTelemetry
@ConditionalOnSwitchedOn(PropertyNames.JOB_REPORT_ENABLED)
@EnableConfigurationProperties(TelemetryJobReportProperties.class)
public final class TelemetryJobReportAutoConfiguration {

	/**
	 * Name of a store bean that is used only if no URL is configured.
	 */
	public static final String AZURE_STORE = "telemetryAzureReportStore";

	static final String REPORTS = "telemetryJobReports";

	TelemetryJobReportAutoConfiguration() {
	}

	// Without spans, there is nothing to report.
	@Bean
	@ConditionalOnMeasuringOnly
	@SuppressWarnings("DoNotCallSuggester")
	ReportSettings telemetryImpossibleJobReports(PropertyRejections rejections) {
		throw rejections.reject(PropertyNames.JOB_REPORT_ENABLED,
				"false where " + PropertyNames.BACKEND + " is prom: reports are made of spans. Set "
						+ PropertyNames.BACKEND + " to hybrid, and " + PropertyNames.EXPORTER
						+ " to none if there is nowhere to send them to");
	}

	/**
	 * Reports of jobs, with spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class ReportsConfiguration {

		private static final Duration DEFAULT_SHUTDOWN = Duration.ofSeconds(8);

		@Bean
		static JobReportsEnd telemetryJobReportsEnd() {
			return new JobReportsEnd();
		}

		@Bean
		static StoresBeforeDestruction telemetryStoresBeforeDestruction(BeanFactory beanFactory) {
			return new StoresBeforeDestruction(beanFactory);
		}

		@Bean
		static LazyInitializationExcludeFilter telemetryJobReportsAreNotLazy() {
			return LazyInitializationExcludeFilter.forBeanTypes(JobReportsLifecycle.class);
		}

		@Bean
		@ConditionalOnMissingBean
		ReportCounts telemetryReportCounts() {
			return new ReportCounts();
		}

		@Bean
		@ConditionalOnMissingBean
		ReportSettings telemetryReportSettings(TelemetryJobReportProperties properties, PropertyRejections rejections) {
			return new ReportMapper(properties, rejections).settings();
		}

		@Bean
		ReportStores telemetryReportStores(TelemetryJobReportProperties properties, PropertyRejections rejections,
				ListableBeanFactory beanFactory) {
			return new ReportStores(new ReportMapper(properties, rejections).store(), beanFactory);
		}

		// Closed after the last job, and not together with the other processors.
		@Bean(name = REPORTS, destroyMethod = "")
		@ConditionalOnMissingBean
		JobReports telemetryJobReports(ReportSettings settings, ObjectProvider<Redaction> redaction,
				ReportStores stores, ReportCounts counts, Environment environment) {
			Duration closing = environment.getProperty(PropertyNames.SHUTDOWN_TIMEOUT, Duration.class,
					DEFAULT_SHUTDOWN);
			return new JobReports(settings, redaction.getIfAvailable(), stores.store(), counts, closing);
		}

		// Only for reports of this context: those of a parent go on when this context
		// is closed.
		@Bean
		@ConditionalOnBean(value = JobReports.class, search = SearchStrategy.CURRENT)
		JobReportsLifecycle telemetryJobReportsLifecycle(JobReports reports, ReportStores stores,
				TracingState tracing) {
			return new JobReportsLifecycle(reports, stores, tracing.reported());
		}

		@Bean
		@Order(23)
		StartupDetail telemetryJobReportStartupDetail(ReportSettings settings, PropertyOrigins origins) {
			return StartupDetail.of("reports", settings.directory(), origins.setBy(PropertyNames.JOB_REPORT_ENABLED));
		}

	}

	/**
	 * Meters of reports.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	static class ReportMetersConfiguration {

		@Bean
		MeterBinder telemetryReportMeters(ObjectProvider<ReportCounts> counts) {
			return (registry) -> counts.ifAvailable((found) -> bind(registry, found));
		}

		private static void bind(MeterRegistry registry, ReportCounts counts) {
			for (ReportCounts.Outcome outcome : ReportCounts.Outcome.values()) {
				FunctionCounter.builder(MeterNames.JOB_REPORTS, counts, (all) -> all.count(outcome))
					.tag(MeterNames.TAG_OUTCOME, outcome.label())
					.description("Job reports by what became of them")
					.register(registry);
			}
		}

	}

}
