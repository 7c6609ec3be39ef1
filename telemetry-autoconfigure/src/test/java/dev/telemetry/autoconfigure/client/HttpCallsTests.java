package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls over HTTP by Spring's clients and by that of the JDK, against a real server.
 */
@NoTelemetryLeaks
class HttpCallsTests {

	private static final String CALL = "external.api.call";

	private final RecordedSpans spans = new RecordedSpans();

	private final ConcurrentLinkedQueue<String> traceParents = new ConcurrentLinkedQueue<>();

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			String traceParent = exchange.getRequestHeaders().getFirst("traceparent");
			this.traceParents.add((traceParent != null) ? traceParent : "none");
			int status = Integer.parseInt(exchange.getRequestURI().getPath().replaceAll(".*/", ""));
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	@Test
	void aCallOfARestClient() {
		try (ConfigurableApplicationContext context = run()) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			recorder.job("q", "t")
				.run((job) -> restClient(context).get()
					.uri("http://ann:topsecret@localhost:" + port() + "/status/{code}?token={token}", 200, "topsecret")
					.retrieve()
					.toBodilessEntity());
			SpanData call = this.spans.single(CALL);
			assertThat(call).hasKind(SpanKind.CLIENT)
				.hasParent(this.spans.single("job.run"))
				.isNotError()
				.hasAttribute("external.service", "localhost")
				.hasAttribute("external.operation", "GET /status/{code}")
				.hasAttribute("external.success", true)
				.hasAttribute("http.request.method", "GET")
				.hasAttribute("http.response.status_code", 200)
				.hasAttribute("server.address", "localhost")
				.hasAttribute("server.port", port())
				.hasAttribute("url.full", "http://localhost:" + port() + "/status/200")
				.hasAttribute("url.template", "/status/{code}");
			assertThat(call.toString()).doesNotContain("topsecret");
			assertThat(this.spans.spans()).hasSize(2);
			assertThat(this.traceParents).singleElement()
				.asString()
				.startsWith("00-" + call.getTraceId() + "-" + call.getSpanId() + "-");
		}
	}

	@Test
	void aMethodThatHttpDoesNotDefineIsOnTheSpanAsItWasSent() {
		try (ConfigurableApplicationContext context = run()) {
			restClient(context).method(HttpMethod.valueOf("PURGE"))
				.uri(url() + "/{code}", 200)
				.retrieve()
				.toBodilessEntity();
			assertThat(this.spans.single(CALL)).hasAttribute("external.operation", "_OTHER /{code}")
				.hasAttribute("http.request.method", "_OTHER")
				.hasAttribute("http.request.method_original", "PURGE");
		}
	}

	@Test
	void springsOwnMeterStaysBesideOurs() {
		try (ConfigurableApplicationContext context = run()) {
			call(context, 200);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("http.client.requests").timer().count()).isOne();
			assertThat(registry.get(CALL)
				.tags("service", "localhost", "operation", "GET /{code}", "success", "true")
				.timer()
				.count()).isOne();
		}
	}

	// Spring Boot writes such baggage to a header of its own, as the caller has sent it.
	@ParameterizedTest
	@ValueSource(strings = { "\u20ac", "a\r\nb: c", "a\0" })
	void baggageThatNoHeaderCanHaveBreaksNoCall(String tenant) throws Exception {
		try (ConfigurableApplicationContext context = run("--management.tracing.baggage.remote-fields=tenant",
				"--management.tracing.export.enabled=true");
				Scope scope = Baggage.builder().put("tenant", tenant).build().makeCurrent()) {
			call(context, 200);
			HttpClient client = context.getBean(TelemetryHttpClients.class).wrap(HttpClient.newHttpClient());
			client.send(request("/200"), HttpResponse.BodyHandlers.discarding());
			assertThat(this.traceParents).hasSize(2).allMatch((traceParent) -> traceParent.startsWith("00-"));
		}
	}

	@Test
	void anErrorOfTheClientHasFailed() {
		try (ConfigurableApplicationContext context = run()) {
			assertThatExceptionOfType(HttpClientErrorException.class).isThrownBy(() -> call(context, 404));
			assertThat(this.spans.single(CALL)).isError()
				.hasAttribute("error.type", "404")
				.hasAttribute("external.success", false)
				.hasAttribute("http.response.status_code", 404);
		}
	}

	@Test
	void anErrorThatTheCallerHandlesHasFailedAllTheSame() {
		try (ConfigurableApplicationContext context = run()) {
			restClient(context).get().uri(url() + "/503").exchange((request, response) -> "");
			assertThat(this.spans.single(CALL)).isError().hasAttribute("error.type", "503");
		}
	}

	@Test
	void aCallThatNobodyAnswersHasFailed() {
		try (ConfigurableApplicationContext context = run()) {
			String nobody = OtlpReceiver.unusedEndpoint();
			assertThatException().isThrownBy(() -> restClient(context).get().uri(nobody).retrieve().toBodilessEntity());
			assertThat(this.spans.single(CALL)).isError().hasAttribute("external.success", false);
		}
	}

	@Test
	void aCallOfARestTemplate() {
		try (ConfigurableApplicationContext context = run()) {
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			assertThatExceptionOfType(HttpServerErrorException.class)
				.isThrownBy(() -> template.getForObject(url() + "/{code}", String.class, 500));
			assertThat(this.spans.single(CALL)).isError().hasAttribute("external.operation", "GET /{code}");
			assertThat(this.traceParents).singleElement().asString().contains(this.spans.single(CALL).getSpanId());
		}
	}

	@Test
	void aUrlWithoutATemplateIsNamedByItsMethod() {
		try (ConfigurableApplicationContext context = run()) {
			restClient(context).get().uri(URI.create(url() + "/200?token=topsecret")).retrieve().toBodilessEntity();
			assertThat(this.spans.single(CALL)).hasAttribute("external.operation", "GET")
				.hasNoAttribute("url.template");
			assertThat(this.spans.single(CALL).toString()).doesNotContain("topsecret");
		}
	}

	@Test
	void theIdOfASessionInAUrlIsInNoSpanAndNoMeter() {
		try (ConfigurableApplicationContext context = run("--telemetry.privacy.enabled=false")) {
			restClient(context).get().uri(url() + "/a;jsessionid=topsecret/200").retrieve().toBodilessEntity();
			assertThat(this.spans.single(CALL)).hasAttribute("external.operation", "GET /a/200")
				.hasAttribute("url.full", url() + "/a/200");
			assertThat(this.spans.single(CALL).toString()).doesNotContain("topsecret");
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().toString().contains("topsecret"));
		}
	}

	@Test
	void aServiceHasTheNameThatIsConfigured() {
		try (ConfigurableApplicationContext context = run("--telemetry.client.services[localhost]=partner")) {
			call(context, 200);
			assertThat(this.spans.single(CALL)).hasAttribute("external.service", "partner");
		}
		this.spans.clear();
		try (ConfigurableApplicationContext context = run(
				"--telemetry.client.services[localhost:" + port() + "]=stock")) {
			call(context, 200);
			assertThat(this.spans.single(CALL)).hasAttribute("external.service", "stock");
		}
	}

	@Test
	void withoutSpansItIsMeasured() {
		try (ConfigurableApplicationContext context = run("--telemetry.backend=prom")) {
			call(context, 200);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get(CALL).timer().count()).isOne();
			assertThat(this.spans.spans()).isEmpty();
			assertThat(this.traceParents).containsExactly("none");
		}
	}

	@Test
	void withoutMetricsItHasASpan() {
		try (ConfigurableApplicationContext context = run("--telemetry.backend=otel")) {
			call(context, 200);
			assertThat(context.getBean(MeterRegistry.class).find(CALL).timer()).isNull();
			assertThat(this.spans.single(CALL)).isNotError();
		}
	}

	@Test
	void itCanBeLeftToSpring() {
		try (ConfigurableApplicationContext context = run("--telemetry.client.enabled=false")) {
			call(context, 200);
			assertThat(this.spans.spans()).singleElement()
				.satisfies((span) -> assertThat(span.getName()).isEqualTo("http get"));
		}
	}

	@Test
	void aCallOfAWrappedClientOfTheJdk() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpClient client = context.getBean(TelemetryHttpClients.class)
				.wrap(HttpClient.newHttpClient(), (request) -> request.method() + " /status/{code}");
			client.send(request("/status/404?token=topsecret"), HttpResponse.BodyHandlers.discarding());
			SpanData call = this.spans.single(CALL);
			assertThat(call).isError()
				.hasKind(SpanKind.CLIENT)
				.hasAttribute("external.operation", "GET /status/{code}")
				.hasAttribute("error.type", "404")
				.hasAttribute("url.full", url() + "/status/404");
			assertThat(call.toString()).doesNotContain("topsecret");
			assertThat(this.traceParents).singleElement().asString().contains(call.getSpanId());
		}
	}

	@Test
	void methodsThatHttpDoesNotDefineShareOneOperationOfAWrappedClient() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpClient client = context.getBean(TelemetryHttpClients.class).wrap(HttpClient.newHttpClient());
			HttpRequest request = HttpRequest.newBuilder(request("/status/200"), (name, value) -> true)
				.method("PURGE", HttpRequest.BodyPublishers.noBody())
				.build();
			client.send(request, HttpResponse.BodyHandlers.discarding());
			assertThat(this.spans.single(CALL)).hasAttribute("external.operation", "_OTHER")
				.hasAttribute("http.request.method_original", "PURGE");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "hybrid", "prom" })
	void aRestClientOverAWrappedClientMakesOneCall(String backend) {
		try (ConfigurableApplicationContext context = run("--telemetry.backend=" + backend)) {
			HttpClient client = context.getBean(TelemetryHttpClients.class).wrap(HttpClient.newHttpClient());
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			builder.requestFactory(new JdkClientHttpRequestFactory(client))
				.build()
				.get()
				.uri(url() + "/{status}", 200)
				.retrieve()
				.toBodilessEntity();
			Timer timer = context.getBean(MeterRegistry.class).get(CALL).timer();
			assertThat(timer.count()).isOne();
			assertThat(timer.getId().getTag("operation")).isEqualTo("GET /{status}");
			assertThat(this.traceParents).hasSize(1);
		}
	}

	@Test
	void aWrappedClientBelowOneThatIsLeftToTheApplicationIsRecorded() {
		PropagatingSenderTracingObservationHandler<?> own = new PropagatingSenderTracingObservationHandler<>(
				Tracer.NOOP, Propagator.NOOP);
		try (ConfigurableApplicationContext context = run(Map.of("ownHandler", own))) {
			HttpClient client = context.getBean(TelemetryHttpClients.class).wrap(HttpClient.newHttpClient());
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			builder.requestFactory(new JdkClientHttpRequestFactory(client))
				.build()
				.get()
				.uri(url() + "/{status}", 200)
				.retrieve()
				.toBodilessEntity();
			assertThat(this.spans.awaitSpan((span) -> span.getName().equals(CALL))).hasAttribute("external.operation",
					"GET");
		}
	}

	@Test
	void anAsynchronousCallOfAWrappedClientEndsWithItsAnswer() {
		try (ConfigurableApplicationContext context = run()) {
			HttpClient client = context.getBean(TelemetryHttpClients.class).wrap(HttpClient.newHttpClient());
			client.sendAsync(request("/200"), HttpResponse.BodyHandlers.discarding())
				.orTimeout(10, TimeUnit.SECONDS)
				.join();
			assertThat(this.spans.awaitSpan((span) -> span.getName().equals(CALL))).isNotError()
				.hasAttribute("external.operation", "GET")
				.hasAttribute("http.response.status_code", 200);
		}
	}

	@Test
	void aWrappedClientThrowsWhatItsClientThrows() {
		try (ConfigurableApplicationContext context = run()) {
			HttpClient client = context.getBean(TelemetryHttpClients.class).wrap(HttpClient.newHttpClient());
			HttpRequest request = HttpRequest.newBuilder(URI.create(OtlpReceiver.unusedEndpoint())).build();
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.discarding()));
			assertThat(this.spans.single(CALL)).isError();
		}
	}

	@Test
	void offAClientIsNotWrapped() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=false")) {
			HttpClient client = HttpClient.newHttpClient();
			assertThat(context.getBean(TelemetryHttpClients.class).wrap(client)).isSameAs(client);
			call(context, 200);
			assertThat(this.traceParents).containsExactly("none");
		}
	}

	@Test
	void pathsOfTemplatesAreWithoutQueries() {
		assertThat(CalledUrl.path("https://{host}/a/{b}?q={c}#d")).isEqualTo("/a/{b}");
		assertThat(CalledUrl.path("https://example.com")).isEqualTo("/");
		assertThat(CalledUrl.path("a/{b}")).isEqualTo("/a/{b}");
		assertThat(CalledUrl.path(null)).isNull();
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

	private String url() {
		return "http://localhost:" + port();
	}

	private HttpRequest request(String path) {
		return HttpRequest.newBuilder(URI.create(url() + path)).build();
	}

	private void call(ConfigurableApplicationContext context, int status) {
		restClient(context).get().uri(url() + "/{code}", status).retrieve().toBodilessEntity();
	}

	private static RestClient restClient(ConfigurableApplicationContext context) {
		return context.getBean(RestClient.Builder.class).build();
	}

	private ConfigurableApplicationContext run(String... args) {
		return run(Map.of(), args);
	}

	private ConfigurableApplicationContext run(Map<String, Object> beans, String... args) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("processor", SimpleSpanProcessor.create(this.spans)));
		application.addInitializers((context) -> beans.forEach(context.getBeanFactory()::registerSingleton));
		List<String> all = new ArrayList<>(List.of(args));
		if (all.stream().noneMatch((arg) -> arg.startsWith("--telemetry.enabled="))) {
			all.add("--telemetry.enabled=true");
		}
		all.addAll(List.of("--spring.http.clients.imperative.factory=jdk", "--telemetry.otel.exporter=none",
				"--telemetry.sampling.enabled=false", "--telemetry.sampling.ratio=1.0"));
		return application.run(all.toArray(new String[0]));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "client", "restclient", "webclient" })
	static class Application {

	}

}
