package dev.telemetry.autoconfigure.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetryEventsProperties;
import dev.telemetry.autoconfigure.TelemetryLogsProperties;
import dev.telemetry.autoconfigure.TelemetryProperties;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.RecordedJobs;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.decision.TraceAndJobAdopter;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.metrics.WorkerMeters;
import dev.telemetry.record.EventGate;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.worker.EventCatalog;
import dev.telemetry.worker.FollowedWorkers;
import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.TextOutput;
import dev.telemetry.worker.WorkerControl;
import dev.telemetry.worker.WorkerSettings;
import dev.telemetry.worker.Workers;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for worker processes. The bean that
 * follows them is created when it is first needed. While telemetry is off,
 * {@code TelemetryNoopAutoConfiguration} has its twin.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = "dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration")
@ConditionalOnClass(SpanProcessor.class)
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryWorkerProperties.class)
@Import(OuterContextConfiguration.class)
public final class TelemetryWorkerAutoConfiguration {

	TelemetryWorkerAutoConfiguration() {
	}

	@Bean
	WorkerSettings telemetryWorkerSettings(TelemetryWorkerProperties properties, TelemetryProperties common,
			PropertyRejections rejections, Environment environment) {
		return new WorkerMapper(properties, rejections, environment, common.getFailureMode()).settings();
	}

	@Bean
	@ConditionalOnMissingBean
	EventCatalog telemetryEventCatalog(TelemetryEventsProperties properties, PropertyRejections rejections) {
		return new CatalogFile(properties.getCatalogLocation(), rejections).read();
	}

	@Bean
	@Lazy
	WorkerControl telemetryWorkerControl(WorkerSettings checked, TelemetryWorkerProperties properties,
			EventGate events) {
		return new WorkerControl(PoolRatios.of(properties.getSamplingRatio()), events::accepts,
				() -> events.excluded().current().names());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(Workers.class)
	FollowedWorkers telemetryWorkers(TelemetryRecorder recorder, ObjectProvider<ContextPropagators> propagators,
			ObjectProvider<SpanAdopter> adopter, ObjectProvider<RecordedJobs> jobs, ObjectProvider<RootDecider> decider,
			ObjectProvider<Resource> resource, WorkerSettings settings, TelemetryWorkerProperties properties,
			WorkerControl control, EventCatalog catalog, TelemetryEventsProperties events,
			ObjectProvider<WorkerMeters> meters, ObjectProvider<WorkerLogs> logs, InternalFailures failures) {
		WorkerReports reports = new WorkerReports(meters::getIfAvailable, logs.getIfAvailable());
		FollowedWorkers workers = new FollowedWorkers(recorder,
				propagators.getIfAvailable(ContextPropagators::noop).getTextMapPropagator(),
				adopter(adopter.getIfAvailable(), jobs.getIfAvailable()),
				decider.getIfAvailable(() -> RootDecider.BY_SAMPLER), resource.getIfAvailable(Resource::getDefault),
				output(properties), settings, control, catalog, events.getCatalog(), reports, failures);
		meters.ifAvailable(
				(found) -> found.queue(workers, FollowedWorkers::queuedBytes, FollowedWorkers::maxQueuedBytes));
		return workers;
	}

	private static @Nullable SpanAdopter adopter(@Nullable SpanAdopter traces, @Nullable RecordedJobs jobs) {
		return (traces != null && jobs != null) ? new TraceAndJobAdopter(traces, jobs.adopter()) : traces;
	}

	private static TextOutput output(TelemetryWorkerProperties properties) {
		return (properties.getText() == TelemetryWorkerProperties.Text.STDERR) ? TextOutput.to(System.err)
				: TextOutput.toLogger();
	}

	/**
	 * Meters of workers.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	static class MetersConfiguration {

		@Bean
		@Lazy
		@ConditionalOnBean(MeterRegistry.class)
		WorkerMeters telemetryWorkerMeters(MeterRegistry registry) {
			return new WorkerMeters(registry);
		}

	}

	/**
	 * Events of workers as log records.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ LogCapture.class, TelemetryLogsProperties.class })
	static class LogsConfiguration {

		@Bean
		@Lazy
		WorkerLogs telemetryWorkerLogs(LogCapture capture, TelemetryLogsProperties properties) {
			return new WorkerLogs(capture, properties.getSampling() == TelemetryLogsProperties.Sampling.KEPT);
		}

	}

}
