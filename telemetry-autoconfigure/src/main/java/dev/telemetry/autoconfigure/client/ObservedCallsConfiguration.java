package dev.telemetry.autoconfigure.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.autoconfigure.ConditionalOnMeasuringOnly;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.observation.MeasuringObservationHandler;
import dev.telemetry.autoconfigure.observation.RecordingObservationHandler;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records HTTP calls, by the observations of Spring, Micrometer or the client itself.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Observation.class)
@ConditionalOnSwitchedOn(PropertyNames.CLIENT_ENABLED)
class ObservedCallsConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	@Bean
	ObservedCalls telemetryObservedCalls(ObjectProvider<TelemetryRecorder> recorder, ServiceNames services,
			ObjectProvider<ObservationRegistry> registry) {
		return new ObservedCalls(recorder::getObject, services,
				SingletonSupplier.of(() -> registry.getIfAvailable(() -> ObservationRegistry.NOOP)));
	}

	@Bean
	@Order(ORDER)
	@ConditionalOnMeasuringOnly
	MeasuringObservationHandler<SenderContext<?>> telemetryCallsMeasuringHandler(ObservedCalls calls,
			InternalFailures failures) {
		return new MeasuringObservationHandler<>(calls, failures);
	}

	/**
	 * With spans. Steps back if the application declares a tracing handler for senders.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtelTracer.class)
	@ConditionalOnBean({ OtelTracer.class, Propagator.class })
	@ConditionalOnMissingBean(PropagatingSenderTracingObservationHandler.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class TracingConfiguration {

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<SenderContext<?>> telemetryCallsHandler(ObservedCalls calls, Tracer tracer,
				Propagator propagator, InternalFailures failures) {
			return new RecordingObservationHandler<>(calls, tracer,
					(context, span) -> propagator.inject(span.context(), context, calls::setHeader), failures);
		}

	}

}
