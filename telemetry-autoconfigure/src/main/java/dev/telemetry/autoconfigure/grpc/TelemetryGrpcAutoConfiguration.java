package dev.telemetry.autoconfigure.grpc;

import io.grpc.Metadata;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.observation.ServerDecisionHandler;
import dev.telemetry.autoconfigure.observation.ServerTracingHandler;
import dev.telemetry.autoconfigure.observation.UntracedServer;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for gRPC calls to this application.
 * Steps back if the application declares a tracing handler for receivers.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnClass({ Metadata.class, GrpcServerObservationContext.class, OtelTracer.class })
@ConditionalOnBean(OtelTracer.class)
@ConditionalOnMissingBean(PropagatingReceiverTracingObservationHandler.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnSwitchedOn(PropertyNames.GRPC_ENABLED)
@EnableConfigurationProperties(TelemetryGrpcProperties.class)
public final class TelemetryGrpcAutoConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	TelemetryGrpcAutoConfiguration() {
	}

	@Bean
	@Lazy
	ServedCalls telemetryServedCalls(OpenTelemetry openTelemetry, ObjectProvider<RootDecider> decider,
			TelemetryGrpcProperties properties, ContextLeaks leaks) {
		return new ServedCalls(openTelemetry, decider.getIfAvailable(() -> RootDecider.BY_SAMPLER),
				properties.getSpanName(), leaks);
	}

	@Bean
	@Order(ORDER)
	ServerTracingHandler<GrpcServerObservationContext> telemetryServedCallsHandler(ObjectProvider<ServedCalls> calls,
			Tracer tracer, TracingState tracing, InternalFailures failures) {
		return new ServerTracingHandler<>(GrpcServerObservationContext.class,
				UntracedServer.unless(tracing.active(), calls::getObject), tracer, failures);
	}

	@Bean
	ServerDecisionHandler<GrpcServerObservationContext> telemetryServedCallsDecisionHandler(
			ObjectProvider<ServedCalls> calls, TracingState tracing, InternalFailures failures) {
		return new ServerDecisionHandler<>(GrpcServerObservationContext.class,
				UntracedServer.unless(tracing.active(), calls::getObject), failures);
	}

}
