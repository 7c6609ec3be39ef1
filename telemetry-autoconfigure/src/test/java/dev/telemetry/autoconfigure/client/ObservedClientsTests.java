package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import feign.Feign;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import feign.micrometer.MicrometerObservationCapability;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.httpcomponents.hc5.ObservationExecChainHandler;
import io.micrometer.core.instrument.binder.httpcomponents.hc5.OpenTelemetryApacheHttpClientObservationConvention;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.java11.instrument.binder.jdk.MicrometerHttpClient;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Clients that Micrometer, or a library of their own, observes.
 */
@SuppressWarnings("deprecation")
class ObservedClientsTests {

	private static final String CALL = "external.api.call";

	private static final String TEMPLATE = "/{status}/{id}";

	// As a request has it that is passed on with all of its headers.
	private static final String OF_CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final RecordedSpans SPANS = new RecordedSpans();

	private static final ConcurrentLinkedQueue<String> TRACE_PARENTS = new ConcurrentLinkedQueue<>();

	private static HttpServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", ObservedClientsTests::answer);
		server.start();
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((initialized) -> initialized.getBeanFactory()
			.registerSingleton("processor", SimpleSpanProcessor.create(SPANS)));
		context = application.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none",
				"--telemetry.sampling.enabled=false", "--telemetry.sampling.ratio=1.0");
	}

	private static void answer(HttpExchange exchange) throws IOException {
		TRACE_PARENTS.addAll(exchange.getRequestHeaders().getOrDefault("traceparent", List.of("none")));
		exchange.sendResponseHeaders(Integer.parseInt(exchange.getRequestURI().getPath().split("/")[1]), -1);
		exchange.close();
	}

	@AfterAll
	static void stop() {
		context.close();
		server.stop(0);
	}

	@BeforeEach
	void clear() {
		SPANS.clear();
		TRACE_PARENTS.clear();
	}

	static Stream<Named<Client>> clients() {
		ObservationRegistry registry = context.getBean(ObservationRegistry.class);
		return Stream.of(
				Named.of("Apache HttpComponents", (url) -> apache(url, new ObservationExecChainHandler(registry))),
				Named.of("Apache HttpComponents, by OpenTelemetry's names",
						(url) -> apache(url,
								new ObservationExecChainHandler(registry,
										OpenTelemetryApacheHttpClientObservationConvention.INSTANCE))),
				Named.of("OkHttp", (url) -> okHttp(url, registry)), Named.of("JDK", (url) -> jdk(url, registry)),
				Named.of("Feign", new FeignClient(registry)));
	}

	private static void apache(String url, ObservationExecChainHandler observing) throws Exception {
		try (CloseableHttpClient client = HttpClientBuilder.create()
			.disableAutomaticRetries()
			.addExecInterceptorFirst("observation", observing)
			.build()) {
			HttpGet get = new HttpGet(url + "?token=SECRET");
			get.addHeader("URI_PATTERN", TEMPLATE + "?token={token}");
			get.addHeader("traceparent", OF_CALLER);
			client.execute(get, (response) -> response.getCode());
		}
	}

	private static void okHttp(String url, ObservationRegistry registry) throws Exception {
		OkHttpClient client = new OkHttpClient.Builder()
			.addInterceptor(OkHttpObservationInterceptor.builder(registry, "okhttp.requests")
				.uriMapper((request) -> TEMPLATE)
				.build())
			.build();
		client
			.newCall(new Request.Builder().url(url.replace("//", "//ann:SECRET@") + "?token=SECRET#SECRET")
				.header("traceparent", OF_CALLER)
				.build())
			.execute()
			.close();
	}

	private static void jdk(String url, ObservationRegistry registry) throws Exception {
		MicrometerHttpClient
			.instrumentationBuilder(java.net.http.HttpClient.newHttpClient(), context.getBean(MeterRegistry.class))
			.observationRegistry(registry)
			.build()
			.send(HttpRequest.newBuilder(URI.create(url + "?token=SECRET"))
				.header("URI_PATTERN", TEMPLATE)
				.header("traceparent", OF_CALLER)
				.timeout(Duration.ofSeconds(10))
				.build(), HttpResponse.BodyHandlers.discarding());
	}

	@ParameterizedTest
	@MethodSource("clients")
	void aCallIsNamedByItsTemplateAndBelowTheJob(Client client) throws Exception {
		context.getBean(TelemetryRecorder.class).job("q", "t").run((job) -> client.get(url(200)));
		SpanData call = SPANS.awaitSpan((span) -> span.getName().equals(CALL));
		assertThat(call).hasParent(SPANS.single("job.run"))
			.hasKind(SpanKind.CLIENT)
			.isNotError()
			.hasAttribute("external.service", "localhost")
			.hasAttribute("external.operation", "GET " + TEMPLATE)
			.hasAttribute("http.request.method", "GET")
			.hasAttribute("http.response.status_code", 200)
			.hasAttribute("server.address", "localhost")
			.hasAttribute("server.port", server.getAddress().getPort())
			.hasAttribute("url.full", url(200))
			.hasAttribute("url.template", TEMPLATE);
		assertThat(TRACE_PARENTS).singleElement().asString().contains(call.getTraceId()).contains(call.getSpanId());
		assertThat(SPANS.spans()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("clients")
	void nothingSecretIsInASpanOrAMeter(Client client) throws Exception {
		client.get(url(200));
		assertThat(SPANS.awaitSpan((span) -> span.getName().equals(CALL)).toString()).doesNotContain("SECRET", "token");
		assertThat(context.getBean(MeterRegistry.class).getMeters()).isNotEmpty()
			.extracting((meter) -> meter.getId().toString())
			.noneMatch((id) -> id.contains("SECRET") || id.contains("token"));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void aStatusFrom400OnHasFailed(Client client) throws Exception {
		try {
			client.get(url(404));
		}
		catch (feign.FeignException ex) {
			// The others leave it to the caller.
		}
		assertThat(SPANS.awaitSpan((span) -> span.getName().equals(CALL))).isError()
			.hasAttribute("error.type", "404")
			.hasAttribute("external.success", false);
	}

	@ParameterizedTest
	@MethodSource("clients")
	void aCallThatNobodyAnswersHasFailed(Client client) {
		// Feign before 13.13 never ends the observation of such a call.
		assumeThat(client).isNotInstanceOf(FeignClient.class);
		String nobody = OtlpReceiver.unusedEndpoint() + "/200/item";
		assertThatException().isThrownBy(() -> client.get(nobody));
		assertThat(SPANS.awaitSpan((span) -> span.getName().equals(CALL))).isError()
			.hasAttribute("external.success", false);
	}

	// As docs/external-calls.md has it.
	@Test
	void aCallByFeignThatNobodyAnswersHasFailedWhereItsClientSaysSo() {
		feign.Client client = new feign.Client.Default(null, null);
		Items items = Feign.builder().client((request, options) -> {
			try {
				return client.execute(request, options);
			}
			catch (IOException ex) {
				throw new RetryableException(-1, ex.getMessage(), request.httpMethod(), ex, (Long) null, request);
			}
		})
			.retryer(Retryer.NEVER_RETRY)
			.addCapability(new MicrometerObservationCapability(context.getBean(ObservationRegistry.class)))
			.target(Items.class, OtlpReceiver.unusedEndpoint());
		assertThatExceptionOfType(RetryableException.class)
			.isThrownBy(() -> items.item("200", "item", "SECRET", OF_CALLER));
		assertThat(SPANS.single(CALL)).isError()
			.hasAttribute("external.success", false)
			.hasAttribute("error.type", ConnectException.class.getName());
	}

	static Stream<Named<ClientHttpRequestFactory>> observedBelow() {
		ObservationRegistry registry = context.getBean(ObservationRegistry.class);
		return Stream.of(Named.of("Apache HttpComponents",
				new HttpComponentsClientHttpRequestFactory(HttpClientBuilder.create()
					.addExecInterceptorFirst("observation", new ObservationExecChainHandler(registry))
					.build())),
				Named.of("JDK",
						new JdkClientHttpRequestFactory(
								MicrometerHttpClient
									.instrumentationBuilder(java.net.http.HttpClient.newHttpClient(),
											context.getBean(MeterRegistry.class))
									.observationRegistry(registry)
									.build())));
	}

	@ParameterizedTest
	@MethodSource("observedBelow")
	void aRestClientOverAClientThatIsObservedTooMakesOneCall(ClientHttpRequestFactory below) {
		RestClient.Builder builder = context.getBean(RestClient.Builder.class).requestFactory(below);
		builder.build()
			.get()
			.uri("http://localhost:{port}/200/{id}", server.getAddress().getPort(), "item")
			.retrieve()
			.toBodilessEntity();
		SpanData call = SPANS.single(CALL);
		assertThat(call).hasAttribute("external.operation", "GET /200/{id}");
		assertThat(TRACE_PARENTS).singleElement().asString().contains(call.getTraceId()).contains(call.getSpanId());
		assertThat(SPANS.spans()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("observedBelow")
	void aCallOfAnHttpInterfaceIsOneToo(ClientHttpRequestFactory below) {
		RestClient client = context.getBean(RestClient.Builder.class)
			.requestFactory(below)
			.baseUrl("http://localhost:" + server.getAddress().getPort())
			.build();
		ItemExchanges items = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
			.build()
			.createClient(ItemExchanges.class);
		items.item("item", "SECRET");
		SpanData call = SPANS.single(CALL);
		assertThat(call).isNotError()
			.hasAttribute("external.service", "localhost")
			.hasAttribute("external.operation", "GET /200/{id}")
			.hasAttribute("url.template", "/200/{id}");
		assertThat(call.toString()).doesNotContain("SECRET");
		assertThat(SPANS.spans()).hasSize(1);
		SPANS.clear();
		assertThatException().isThrownBy(() -> items.missing("item"));
		assertThat(SPANS.single(CALL)).isError()
			.hasAttribute("external.operation", "GET /404/{id}")
			.hasAttribute("error.type", "404");
	}

	@Test
	void aCallThatAClientMakesForAnotherIsOneOfItsOwn() {
		RestClient.Builder builder = context.getBean(RestClient.Builder.class);
		RestClient token = builder.build();
		builder.clone().requestInterceptor((request, body, execution) -> {
			token.get().uri(url(200)).retrieve().toBodilessEntity();
			return execution.execute(request, body);
		}).build().get().uri(url(204)).retrieve().toBodilessEntity();
		assertThat(SPANS.named(CALL)).hasSize(2);
	}

	@Test
	void aSenderThatIsNoSuchClientIsLeftToSpringBoot() {
		SenderContext<Object> sender = new SenderContext<>((carrier, key, value) -> {
		});
		sender.setCarrier(new Object());
		Observation.createNotStarted("queue.send", () -> sender, context.getBean(ObservationRegistry.class))
			.observe(() -> {
			});
		assertThat(SPANS.spans()).singleElement().satisfies((span) -> assertThat(span).hasName("queue.send"));
	}

	private static String url(int status) {
		return "http://localhost:" + server.getAddress().getPort() + "/" + status + "/item";
	}

	@FunctionalInterface
	interface Client {

		void get(String url) throws Exception;

	}

	private record FeignClient(ObservationRegistry registry) implements Client {

		@Override
		public void get(String url) {
			URI uri = URI.create(url);
			String[] path = uri.getPath().split("/");
			Feign.builder()
				.addCapability(new MicrometerObservationCapability(this.registry))
				.target(Items.class, "http://" + uri.getAuthority())
				.item(path[1], path[2], "SECRET", OF_CALLER)
				.close();
		}

	}

	interface Items {

		@RequestLine("GET /{status}/{id}?token={token}")
		@Headers("traceparent: {caller}")
		Response item(@Param("status") String status, @Param("id") String id, @Param("token") String token,
				@Param("caller") String caller);

	}

	interface ItemExchanges {

		@GetExchange("/200/{id}")
		ResponseEntity<Void> item(@PathVariable String id, @RequestParam String token);

		@GetExchange("/404/{id}")
		ResponseEntity<Void> missing(@PathVariable String id);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
