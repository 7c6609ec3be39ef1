package dev.telemetry.autoconfigure.endpoint;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetryProperties;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.control.Adjustable;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.BudgetWatch;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.names.MeterNames;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.record.EventGate;
import dev.telemetry.report.ReportSettings;
import dev.telemetry.request.PathRules;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TargetRatio;
import dev.telemetry.worker.FollowedWorkers;
import dev.telemetry.worker.WorkerControl;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the endpoint that shows and
 * changes telemetry. Costs nothing where the endpoint is not exposed.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = { "dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration",
				"dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration",
				"dev.telemetry.autoconfigure.metrics.TelemetryBudgetAutoConfiguration",
				"dev.telemetry.autoconfigure.privacy.TelemetryPrivacyAutoConfiguration",
				"dev.telemetry.autoconfigure.report.TelemetryJobReportAutoConfiguration",
				"dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration",
				"dev.telemetry.autoconfigure.web.TelemetryWebAutoConfiguration",
				"dev.telemetry.autoconfigure.web.reactive.TelemetryWebFluxAutoConfiguration",
				"dev.telemetry.autoconfigure.worker.TelemetryWorkerAutoConfiguration" })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnTelemetry
@ConditionalOnAvailableEndpoint(TelemetryEndpoint.class)
@ConditionalOnMissingBean(TelemetryEndpoint.class)
public final class TelemetryControlAutoConfiguration {

	/** Name of the bean with the rules for paths. */
	private static final String PATHS = "telemetryPathRules";

	TelemetryControlAutoConfiguration() {
	}

	@Bean
	TelemetryEndpoint telemetryEndpoint(ObjectProvider<TelemetrySection> sections, Overrides overrides) {
		return new TelemetryEndpoint(sections.orderedStream().toList(), new Changes(overrides));
	}

	@Bean
	TelemetryWebEndpoint telemetryWebEndpoint(Overrides overrides) {
		return new TelemetryWebEndpoint(new Changes(overrides));
	}

	@Bean
	Overrides telemetryOverrides(ObjectProvider<TelemetrySettings> settings, ApplicationEventPublisher events,
			ObjectProvider<SettingCounter> counter, InternalFailures failures) {
		return new Overrides(settings.orderedStream().flatMap((group) -> group.settings().stream()).toList(),
				new ChangeLog(events, counter.getIfAvailable(() -> (setting) -> {
				})::count, failures), Clock.systemUTC());
	}

	@Bean
	@Order(2)
	TelemetrySection telemetryOverridesSection(Overrides overrides) {
		return new OverridesSection(overrides);
	}

	@Bean
	@Order(1)
	TelemetrySection telemetrySwitchSection(TelemetryProperties properties, PropertyOrigins origins,
			ObjectProvider<StartupDetail> details) {
		return new SwitchSection(properties, origins, details.orderedStream().toList());
	}

	@Bean
	@Order(6)
	TelemetrySection telemetryFailuresSection(InternalFailures failures) {
		return new FailuresSection(failures);
	}

	@Bean
	@Order(7)
	@ConditionalOnBean(BudgetWatch.class)
	TelemetrySection telemetryBudgetsSection(BudgetWatch watch) {
		return new BudgetsSection(watch);
	}

	/**
	 * Counts changes of a setting. Not a functional type of the JDK, because an
	 * application may inject its only bean of such a type, or run all of them as
	 * functions.
	 */
	interface SettingCounter {

		/**
		 * Counts a change.
		 * @param setting kind of the changed setting
		 */
		void count(String setting);

	}

	/**
	 * Counts changes by Micrometer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class CounterConfiguration {

		// Each counter is registered with the first change of its setting.
		@Bean
		SettingCounter telemetrySettingCounter(ObjectProvider<MeterRegistry> registries,
				ObjectProvider<Overrides> overrides) {
			Set<String> shown = ConcurrentHashMap.newKeySet();
			return (setting) -> registries.ifAvailable((registry) -> {
				Counter.builder(MeterNames.CONTROL_CHANGES)
					.description("Changes of telemetry that were made at run time")
					.tag(MeterNames.TAG_SETTING, setting)
					.register(registry)
					.increment();
				// Registered once, because Micrometer warns of a gauge that
				// exists already.
				if (shown.add(setting)) {
					Gauge.builder(MeterNames.CONTROL_ACTIVE, overrides, (found) -> active(found, setting))
						.description("Changes of telemetry that were made at run time, and hold")
						.tag(MeterNames.TAG_SETTING, setting)
						.strongReference(true)
						.register(registry);
				}
			});
		}

		private static double active(ObjectProvider<Overrides> overrides, String setting) {
			return overrides.getObject()
				.active()
				.stream()
				.filter((override) -> override.kind().equals(setting))
				.count();
		}

	}

	/**
	 * Sections and settings of traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpanProcessor.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class TracesConfiguration {

		@Bean
		@Order(2)
		@ConditionalOnBean(SpanPipelines.class)
		TelemetrySection telemetryExportersSection(SpanPipelines spans, ObjectProvider<LogPipelines<?>> logs) {
			return new ExportersSection(() -> {
				List<ExporterState> all = new ArrayList<>(spans.states());
				logs.forEach((pipelines) -> all.addAll(pipelines.states()));
				return all;
			});
		}

		@Bean
		@Order(3)
		@ConditionalOnBean(LogReporter.class)
		@Nullable TelemetrySection telemetryLogsSection(ObjectProvider<LogReporter> reporter, Overrides overrides) {
			LogReporter reporting = reporter.getIfAvailable();
			return (reporting != null) ? new LogsSection(reporting, overrides) : null;
		}

		@Bean
		@ConditionalOnBean(SamplingControl.class)
		TelemetrySettings telemetrySamplingSettings(SamplingControl control, ObjectProvider<TargetRatio> target,
				ObjectProvider<Sampler> sampler) {
			return new TelemetrySettings(
					SamplingSetting.of(control, isOurs(sampler), isOurs(sampler) ? target.getIfAvailable() : null));
		}

		@Bean
		@Order(3)
		@ConditionalOnBean({ TailSampler.class, SamplingCounts.class })
		TelemetrySection telemetrySamplingSection(TailSampler tail, ObjectProvider<TargetRatio> target,
				ObjectProvider<Sampler> sampler, SamplingCounts counts, Overrides overrides) {
			return new SamplingSection(tail, (isOurs(sampler)) ? "telemetry" : "a bean of the application",
					target.getIfAvailable(), counts, overrides);
		}

		@Bean
		@ConditionalOnBean(EventGate.class)
		TelemetrySettings telemetryEventsSettings(EventGate gate) {
			return new TelemetrySettings(List.of(EventsSection.exclude(gate)));
		}

		@Bean
		@Order(4)
		@ConditionalOnBean(EventGate.class)
		TelemetrySection telemetryEventsSection(EventGate gate, Overrides overrides) {
			return new EventsSection(gate, overrides);
		}

		@Bean
		@ConditionalOnBean(WorkerControl.class)
		TelemetrySettings telemetryWorkerSettingsOfTheEndpoint(WorkerControl control) {
			return new TelemetrySettings(List.of(WorkersSection.ratio(control)));
		}

		@Bean
		@Order(8)
		@ConditionalOnBean({ WorkerControl.class, FollowedWorkers.class })
		TelemetrySection telemetryWorkersSection(ObjectProvider<FollowedWorkers> workers, WorkerControl control,
				Overrides overrides) {
			return new WorkersSection(workers, control, overrides);
		}

		@Bean
		@Order(9)
		@ConditionalOnBean({ ReportCounts.class, ReportSettings.class })
		TelemetrySection telemetryReportsSection(ReportCounts counts, ReportSettings settings) {
			return new ReportsSection(counts, settings.directory());
		}

		@Bean
		@Order(5)
		@ConditionalOnBean(Redaction.class)
		TelemetrySection telemetryPrivacySection(Redaction redaction) {
			return new PrivacySection(redaction.counts());
		}

		@Bean
		@ConditionalOnBean(LogCapture.class)
		TelemetrySettings telemetryLoggerSettings(LogCapture capture) {
			return new TelemetrySettings(List.of(new LoggerSettings(capture.rules())));
		}

		private static boolean isOurs(ObjectProvider<Sampler> sampler) {
			return sampler.stream().anyMatch(HeadSampler.class::isInstance);
		}

	}

	/**
	 * Sections and settings of paths of requests.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpanProcessor.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class PathsConfiguration {

		@Bean
		@ConditionalOnBean(name = PATHS)
		TelemetrySettings telemetryPathSettings(@Qualifier(PATHS) Adjustable<PathRules> rules) {
			return new TelemetrySettings(List.of(PathsSection.ratios(rules)));
		}

		@Bean
		@Order(4)
		@ConditionalOnBean(name = PATHS)
		TelemetrySection telemetryPathsSection(@Qualifier(PATHS) Adjustable<PathRules> rules, Overrides overrides) {
			return new PathsSection(rules, overrides);
		}

	}

	/**
	 * Meters of the settings of traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SpanProcessor.class, MeterRegistry.class })
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class TracesMetersConfiguration {

		@Bean
		@ConditionalOnBean(SamplingControl.class)
		MeterBinder telemetrySettingMeters(SamplingControl control) {
			return new SettingMeters(control);
		}

	}

}
