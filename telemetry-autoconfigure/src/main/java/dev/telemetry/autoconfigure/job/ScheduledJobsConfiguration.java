package dev.telemetry.autoconfigure.job;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

import dev.telemetry.autoconfigure.ConditionalOnMeasuringOnly;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.observation.MeasuringObservationHandler;
import dev.telemetry.autoconfigure.observation.RecordingObservationHandler;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * Makes scheduled methods jobs, by Spring's own observation of them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Observation.class, ScheduledTaskObservationContext.class })
@ConditionalOnSwitchedOn({ PropertyNames.JOB_ENABLED, PropertyNames.JOB_SCHEDULED })
class ScheduledJobsConfiguration {

	// Before all of Spring Boot's.
	private static final int ORDER = 0;

	@Bean
	ScheduledJobs telemetryScheduledJobs(TimedMethods methods, RecordedMethods found, ScheduledRuns runs,
			FailedRuns failedRuns, ContextLeaks leaks, ConfigurableApplicationContext context) {
		return new ScheduledJobs(methods, found, runs, failedRuns, leaks, () -> !context.isClosed());
	}

	@Bean
	@Order(ORDER)
	@ConditionalOnMeasuringOnly
	MeasuringObservationHandler<ScheduledTaskObservationContext> telemetryScheduledJobsMeasuringHandler(
			ScheduledJobs jobs, InternalFailures failures) {
		return new MeasuringObservationHandler<>(jobs, failures);
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
		RecordingObservationHandler<ScheduledTaskObservationContext> telemetryScheduledJobsHandler(ScheduledJobs jobs,
				Tracer tracer, InternalFailures failures) {
			return new RecordingObservationHandler<>(jobs, tracer, (context, span) -> {
			}, failures);
		}

	}

}
