package dev.telemetry.autoconfigure.grpc;

import io.grpc.Metadata;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.telemetry.autoconfigure.SwitchedOffLater;
import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.client.TelemetryClientAutoConfiguration;
import dev.telemetry.autoconfigure.observation.ServerTracingHandler;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where calls by gRPC get the span of telemetry.
 */
class TelemetryGrpcAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
						TelemetryClientAutoConfiguration.class, TelemetryGrpcAutoConfiguration.class,
						ObservationAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none");

	@Test
	void bothSidesHaveHandlers() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ServerTracingHandler.class)
			.hasBean("telemetryGrpcCallsHandler"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.enabled=false", "telemetry.backend=prom", "telemetry.grpc.enabled=false" })
	void servedCallsAreLeftToSpringBoot(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(ServerTracingHandler.class));
	}

	@Test
	void callsAreLeftToSpringBoot() {
		this.runner.withPropertyValues("telemetry.client.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("telemetryGrpcCallsHandler"));
	}

	@Test
	void aHandlerOfTheApplicationStaysInCharge() {
		this.runner
			.withBean(PropagatingReceiverTracingObservationHandler.class,
					() -> new PropagatingReceiverTracingObservationHandler<>(Tracer.NOOP, Propagator.NOOP))
			.run((context) -> assertThat(context).doesNotHaveBean(ServerTracingHandler.class));
	}

	@Test
	@SuppressWarnings("unchecked")
	void switchedOffAfterItWasProcessedAheadOfTimeTheyHaveNoIds() {
		this.runner.withInitializer(SwitchedOffLater::initialize).run((context) -> {
			GrpcServerObservationContext call = new GrpcServerObservationContext((carrier, key) -> null);
			call.setCarrier(new Metadata());
			ServerTracingHandler<GrpcServerObservationContext> handler = context.getBean(ServerTracingHandler.class);
			handler.onStart(call);
			assertThat(handler.getTracingContext(call).getSpan()).isNull();
			assertThat(context.getBean(InternalFailures.class).count()).isZero();
		});
	}

	@Test
	void withoutGrpcThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader(Metadata.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ServerTracingHandler.class)
				.doesNotHaveBean("telemetryGrpcCallsHandler"));
	}

}
