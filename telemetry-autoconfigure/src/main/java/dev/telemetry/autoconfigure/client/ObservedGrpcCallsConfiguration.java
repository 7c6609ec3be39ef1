package dev.telemetry.autoconfigure.client;

import io.grpc.Metadata;
import io.micrometer.core.instrument.binder.grpc.GrpcClientObservationContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

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
 * Records gRPC calls, by Micrometer's observations of them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Metadata.class, GrpcClientObservationContext.class })
@ConditionalOnSwitchedOn(PropertyNames.CLIENT_ENABLED)
class ObservedGrpcCallsConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	@Bean
	ObservedGrpcCalls telemetryObservedGrpcCalls(ObjectProvider<TelemetryRecorder> recorder, ServiceNames services) {
		return new ObservedGrpcCalls(recorder::getObject, services);
	}

	@Bean
	@Order(ORDER)
	@ConditionalOnMeasuringOnly
	MeasuringObservationHandler<GrpcClientObservationContext> telemetryGrpcCallsMeasuringHandler(
			ObservedGrpcCalls calls, InternalFailures failures) {
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
		RecordingObservationHandler<GrpcClientObservationContext> telemetryGrpcCallsHandler(ObservedGrpcCalls calls,
				Tracer tracer, Propagator propagator, InternalFailures failures) {
			return new RecordingObservationHandler<>(calls, tracer,
					(context, span) -> inject(propagator, span, context), failures);
		}

		private static void inject(Propagator propagator, Span span, GrpcClientObservationContext context) {
			Metadata carrier = context.getCarrier();
			if (carrier != null) {
				propagator.inject(span.context(), carrier, TracingConfiguration::put);
			}
		}

		private static void put(@Nullable Metadata carrier, String name, String value) {
			if (carrier != null) {
				Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
				carrier.removeAll(key);
				carrier.put(key, value);
			}
		}

	}

}
