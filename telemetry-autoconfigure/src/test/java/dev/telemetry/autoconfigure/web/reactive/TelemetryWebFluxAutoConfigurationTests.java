package dev.telemetry.autoconfigure.web.reactive;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.SwitchedOffLater;
import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.metrics.TelemetryMetricsAutoConfiguration;
import dev.telemetry.autoconfigure.observation.ServerDecisionHandler;
import dev.telemetry.autoconfigure.observation.ServerTracingHandler;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.HttpServerAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who observes the requests to WebFlux.
 */
class TelemetryWebFluxAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TelemetrySamplingAutoConfiguration.class, TelemetryMetricsAutoConfiguration.class,
			TelemetryWebFluxAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			ObservationAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(ALL)
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none");

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "auto | requests=telemetry (default, WebFlux)",
			"limited | requests=telemetry (default, WebFlux, without trace ids in log lines unless spring.reactor.context-propagation=auto)" })
	void telemetryObservesThem(String propagation, String detail) {
		this.reactive.withPropertyValues("spring.reactor.context-propagation=" + propagation).run((context) -> {
			assertThat(context).hasSingleBean(ServerTracingHandler.class).hasSingleBean(ActiveRequestsHandler.class);
			assertThat(context.getBeansOfType(StartupDetail.class).values()).extracting(StartupDetail::text)
				.contains(detail);
		});
	}

	@Test
	void theyAreLeftToSpringBootWhereThatIsAskedFor() {
		this.reactive.withPropertyValues("telemetry.http.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ServerTracingHandler.class)
				.doesNotHaveBean(ServerDecisionHandler.class)
				.doesNotHaveBean(ActiveRequestsHandler.class);
			assertThat(context.getBeansOfType(StartupDetail.class).values()).extracting(StartupDetail::text)
				.anyMatch((text) -> text.startsWith("requests=Spring Boot (telemetry.http.enabled"));
		});
	}

	@Test
	void aHandlerOfTheApplicationStaysInCharge() {
		this.reactive
			.withBean(PropagatingReceiverTracingObservationHandler.class,
					() -> new PropagatingReceiverTracingObservationHandler<>(Tracer.NOOP, Propagator.NOOP))
			.run((context) -> assertThat(context).doesNotHaveBean(ServerTracingHandler.class));
	}

	@Test
	void theyAreMeasuredWithoutTracing() {
		this.reactive.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(ServerTracingHandler.class)
				.hasSingleBean(ActiveRequestsHandler.class));
	}

	@Test
	void whatIsAlsoAServletApplicationIsNone() {
		new WebApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none")
			.run((context) -> assertThat(context).doesNotHaveBean(ServerTracingHandler.class)
				.doesNotHaveBean(ActiveRequestsHandler.class));
	}

	@Test
	@SuppressWarnings("unchecked")
	void switchedOffAfterItWasProcessedAheadOfTimeTheyHaveNoIds() {
		this.reactive.withInitializer(SwitchedOffLater::initialize)
			.withPropertyValues("telemetry.http.response-headers=traceresponse")
			.run((context) -> {
				MockServerHttpResponse response = new MockServerHttpResponse();
				ServerRequestObservationContext request = new ServerRequestObservationContext(
						MockServerHttpRequest.get("/a").build(), response, Map.of());
				ServerTracingHandler<ServerRequestObservationContext> handler = context
					.getBean(ServerTracingHandler.class);
				handler.onStart(request);
				assertThat(handler.getTracingContext(request).getSpan()).isNull();
				context.getBean(ServerDecisionHandler.class).onStop(request);
				handler.onStop(request);
				assertThat(response.getHeaders().isEmpty()).isTrue();
				assertThat(context.getBean(InternalFailures.class).count()).isZero();
			});
	}

	@ParameterizedTest
	@CsvSource({ "/shop, /shop/items/{id}", "shop, /shop/items/{id}", "/shop/, /shop/items/{id}", "/, /items/{id}" })
	@SuppressWarnings("unchecked")
	void aRouteHasTheBasePathHoweverThatIsWritten(String basePath, String route) {
		this.reactive.withPropertyValues("spring.webflux.base-path=" + basePath, "telemetry.sampling.ratio=1.0")
			.run((context) -> {
				ServerRequestObservationContext request = new ServerRequestObservationContext(
						MockServerHttpRequest.get("/shop/items/1").build(), new MockServerHttpResponse(), Map.of());
				ServerTracingHandler<ServerRequestObservationContext> handler = context
					.getBean(ServerTracingHandler.class);
				handler.onStart(request);
				request.setPathPattern("/items/{id}");
				handler.onStop(request);
				assertThat(Objects.requireNonNull(ReactiveExchange.of(request)).span())
					.asInstanceOf(InstanceOfAssertFactories.type(ReadableSpan.class))
					.extracting((span) -> span.getAttribute(HttpServerAttributes.ROUTE))
					.isEqualTo(route);
			});
	}

	@Test
	void nothingIsThereWhileTelemetryIsOff() {
		this.reactive.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TelemetryWebFluxAutoConfiguration.class));
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.backend=hybrid, 15", "telemetry.metrics.http.buckets=10ms, 1",
			"management.metrics.distribution.slo.http.server.requests=1s, 1", "telemetry.http.enabled=false, 0" })
	void theTimerHasOurBucketsUnlessSpringBootsPropertiesSayOtherwise(String property, int buckets) {
		this.reactive.withPropertyValues(property).run((context) -> {
			Timer timer = context.getBean(MeterRegistry.class).timer("http.server.requests", "uri", "/a");
			assertThat(timer.takeSnapshot().histogramCounts()).hasSize(buckets);
			assertThat(context.getBean(MeterRegistry.class).timer("other").takeSnapshot().histogramCounts()).isEmpty();
		});
	}

	@Test
	void thePortOfActuatorIsKnownOnceItIsOpen() {
		ManagementPort port = new ManagementPort();
		MockServerHttpRequest request = MockServerHttpRequest.get("/a")
			.localAddress(InetSocketAddress.createUnresolved("localhost", 8081))
			.build();
		assertThat(port.received(request)).isFalse();
		port.onApplicationEvent(opened("server", 8081));
		assertThat(port.received(request)).isFalse();
		port.onApplicationEvent(opened("management", 8081));
		assertThat(port.received(request)).isTrue();
		port.onApplicationEvent(opened("management", 8082));
		assertThat(port.received(request)).isFalse();
	}

	private static WebServerInitializedEvent opened(String namespace, int port) {
		WebServerInitializedEvent event = Mockito.mock(WebServerInitializedEvent.class);
		WebServerApplicationContext context = Mockito.mock(WebServerApplicationContext.class);
		WebServer server = Mockito.mock(WebServer.class);
		BDDMockito.given(event.getApplicationContext()).willReturn(context);
		BDDMockito.given(event.getWebServer()).willReturn(server);
		BDDMockito.given(context.getServerNamespace()).willReturn(namespace);
		BDDMockito.given(server.getPort()).willReturn(port);
		return event;
	}

}
