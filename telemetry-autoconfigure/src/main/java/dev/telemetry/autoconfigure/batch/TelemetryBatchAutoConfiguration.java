package dev.telemetry.autoconfigure.batch;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.batch.core.observability.BatchMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnMeasuringOnly;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.observation.MeasuringObservationHandler;
import dev.telemetry.autoconfigure.observation.RecordingObservationHandler;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Spring Batch, whose jobs are
 * recorded as jobs.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ AbstractJob.class, BatchMetrics.class, Observation.class })
@ConditionalOnTelemetry
@ConditionalOnSwitchedOn({ PropertyNames.JOB_ENABLED, PropertyNames.JOB_BATCH })
@ImportRuntimeHints(BatchFields.Hints.class)
public final class TelemetryBatchAutoConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	TelemetryBatchAutoConfiguration() {
	}

	@Bean
	BatchJobs telemetryBatchJobs(ObjectProvider<TelemetryRecorder> recorder, ContextLeaks leaks) {
		return new BatchJobs(recorder::getObject, leaks);
	}

	@Bean
	BatchSteps telemetryBatchSteps(ObjectProvider<TelemetryRecorder> recorder, BatchJobs jobs) {
		return new BatchSteps(recorder::getObject, jobs);
	}

	/**
	 * Without spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMeasuringOnly
	static class MeasuringConfiguration {

		@Bean
		@Order(ORDER)
		MeasuringObservationHandler<Observation.Context> telemetryBatchJobsMeasuringHandler(BatchJobs jobs,
				InternalFailures failures) {
			return new MeasuringObservationHandler<>(jobs, failures);
		}

	}

	/**
	 * With spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtelTracer.class)
	@ConditionalOnBean(OtelTracer.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class TracingConfiguration {

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<Observation.Context> telemetryBatchJobsHandler(BatchJobs jobs, Tracer tracer,
				InternalFailures failures) {
			return new RecordingObservationHandler<>(jobs, tracer, jobs::started, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<Observation.Context> telemetryBatchStepsHandler(BatchSteps steps, Tracer tracer,
				InternalFailures failures) {
			return new RecordingObservationHandler<>(steps, tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<Observation.Context> telemetryBatchItemsHandler(Tracer tracer,
				InternalFailures failures) {
			return new RecordingObservationHandler<>(new BatchItems(), tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		static InlineSteps telemetryInlineSteps(ObjectProvider<BatchSteps> steps, ObjectProvider<Tracer> tracer,
				ObjectProvider<InternalFailures> failures) {
			return new InlineSteps(
					() -> new RecordingObservationHandler<>(steps.getObject(), tracer.getObject(), (context, span) -> {
					}, failures.getObject()), failures::getObject);
		}

	}

}
