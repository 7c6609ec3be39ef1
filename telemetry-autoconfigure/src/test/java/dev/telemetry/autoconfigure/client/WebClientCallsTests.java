package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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
 * Calls of a {@code WebClient}, against a real server.
 */
@NoTelemetryLeaks
class WebClientCallsTests {

	private static final String CALL = "external.api.call";

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final RecordedSpans SPANS = new RecordedSpans();

	private static final ConcurrentLinkedQueue<String> TRACE_PARENTS = new ConcurrentLinkedQueue<>();

	private static final CountDownLatch END = new CountDownLatch(1);

	private static HttpServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", WebClientCallsTests::answer);
		server.start();
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((initialized) -> initialized.getBeanFactory()
			.registerSingleton("processor", SimpleSpanProcessor.create(SPANS)));
		context = application.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none",
				"--telemetry.sampling.enabled=false", "--telemetry.sampling.ratio=1.0");
	}

	private static void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String traceParent = exchange.getRequestHeaders().getFirst("traceparent");
			TRACE_PARENTS.add((traceParent != null) ? traceParent : "none");
			String last = exchange.getRequestURI().getPath().replaceAll(".*/", "");
			if (last.equals("hang")) {
				END.await(30, TimeUnit.SECONDS);
			}
			exchange.sendResponseHeaders((last.matches("\\d+")) ? Integer.parseInt(last) : 200, -1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@AfterAll
	static void stop() {
		END.countDown();
		context.close();
		server.stop(0);
	}

	@BeforeEach
	void clear() {
		SPANS.clear();
		TRACE_PARENTS.clear();
	}

	@Test
	void aCallIsNamedByItsTemplateAndBelowTheJob() {
		context.getBean(TelemetryRecorder.class)
			.job("q", "t")
			.run((job) -> get("/200/{id}?token={token}", "item", "SECRET"));
		SpanData call = call();
		assertThat(call).hasParent(SPANS.single("job.run"))
			.hasKind(SpanKind.CLIENT)
			.isNotError()
			.hasAttribute("external.service", "localhost")
			.hasAttribute("external.operation", "GET /200/{id}")
			.hasAttribute("http.request.method", "GET")
			.hasAttribute("http.response.status_code", 200)
			.hasAttribute("url.full", url() + "/200/item")
			.hasAttribute("url.template", "/200/{id}");
		assertThat(TRACE_PARENTS).singleElement().asString().contains(call.getTraceId()).contains(call.getSpanId());
		assertThat(SPANS.spans()).hasSize(2);
	}

	@Test
	void nothingSecretIsInASpanOrAMeter() {
		get("/200/{id}?token={token}", "item", "SECRET");
		get("/200/item?token=SECRET#SECRET");
		get(url().replace("//", "//user:SECRET@") + "/200?token=SECRET");
		get(url().replace("//", "//user:SECRET@") + "?token=SECRET");
		webClient().get().uri(URI.create(url() + "/200?token=SECRET")).retrieve().toBodilessEntity().block(SOON);
		Awaitility.await().atMost(SOON).until(() -> SPANS.named(CALL).size() == 5);
		assertThat(SPANS.named(CALL)).allSatisfy((span) -> assertThat(span.toString()).doesNotContain("SECRET"));
		assertThat(context.getBean(MeterRegistry.class).getMeters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().toString()).doesNotContain("SECRET"));
	}

	@Test
	void aStatusFrom400OnHasFailedWhateverTheCallerMakesOfIt() {
		assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(() -> get("/404"));
		assertThat(call()).isError().hasAttribute("error.type", "404").hasAttribute("external.success", false);
		SPANS.clear();
		HttpStatusCode status = webClient().get()
			.uri(url() + "/503")
			.exchangeToMono((response) -> Mono.just(response.statusCode()))
			.block(SOON);
		assertThat(status.value()).isEqualTo(503);
		assertThat(call()).isError().hasAttribute("error.type", "503");
	}

	@Test
	void aCallThatNobodyAnswersHasFailed() {
		String nobody = OtlpReceiver.unusedEndpoint();
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> webClient().get().uri(nobody).retrieve().toBodilessEntity().block(SOON));
		assertThat(call()).isError();
		assertThat(call().getAttributes().get(AttributeKey.stringKey("error.type")))
			.endsWith(ConnectException.class.getSimpleName());
	}

	@Test
	void aCallThatIsGivenUpHasFailed() {
		assertThatException().isThrownBy(() -> webClient().get()
			.uri(url() + "/hang")
			.retrieve()
			.toBodilessEntity()
			.timeout(Duration.ofMillis(100))
			.block(SOON));
		assertThat(call()).isError().hasAttribute("error.type", "cancelled");
	}

	@Test
	void onAnotherThreadItIsBelowTheObservationOfTheChain() {
		Observation observation = Observation.start("outer", context.getBean(ObservationRegistry.class));
		Mono.defer(() -> webClient().get().uri(url() + "/200").retrieve().toBodilessEntity())
			.subscribeOn(Schedulers.boundedElastic())
			.contextWrite((chain) -> chain.put(ObservationThreadLocalAccessor.KEY, observation))
			.block(SOON);
		observation.stop();
		assertThat(call()).hasParent(SPANS.single("outer"));
	}

	@Test
	void anAttemptThatAChainRepeatsIsBelowTheSameJob() {
		context.getBean(TelemetryRecorder.class)
			.job("q", "t")
			.run((job) -> assertThatExceptionOfType(WebClientResponseException.class)
				.isThrownBy(() -> failing().retry(2).block(SOON)));
		Awaitility.await().atMost(SOON).until(() -> SPANS.named(CALL).size() == 3);
		assertThat(SPANS.named(CALL)).allSatisfy((call) -> assertThat(call).hasParent(SPANS.single("job.run")));
	}

	@Test
	void aCallThatIsRepeatedLaterIsNotBelowAJobThatHasEnded() {
		Mono<?> failing = failing();
		context.getBean(TelemetryRecorder.class)
			.job("q", "t")
			.run((job) -> assertThatException().isThrownBy(() -> failing.block(SOON)));
		SPANS.clear();
		assertThatException().isThrownBy(() -> failing.block(SOON));
		assertThat(call()).isRoot();
	}

	private static Mono<ResponseEntity<Void>> failing() {
		return webClient().get().uri("/503").retrieve().toBodilessEntity();
	}

	@Test
	void aCallOfAnHttpInterface() {
		Items items = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(webClient()))
			.build()
			.createClient(Items.class);
		items.item("item", "SECRET");
		assertThat(call()).isNotError().hasAttribute("url.template", "/200/{id}");
		assertThat(call().toString()).doesNotContain("SECRET");
	}

	@Test
	void springBootsMeterStays() {
		get("/201/{id}", "item");
		assertThat(call()).isNotError();
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Awaitility.await()
			.atMost(SOON)
			.until(() -> registry.find("http.client.requests").tag("uri", "/201/{id}").timer() != null);
		assertThat(registry.get(CALL)
			.tags("service", "localhost", "operation", "GET /201/{id}", "success", "true")
			.timer()
			.count()).isOne();
	}

	private static ResponseEntity<Void> get(String uri, Object... variables) {
		return webClient().get()
			.uri((uri.startsWith("/")) ? url() + uri : uri, variables)
			.retrieve()
			.toBodilessEntity()
			.block(SOON);
	}

	// A call ends a moment after its caller has the response.
	private static SpanData call() {
		return SPANS.awaitSpan((span) -> span.getName().equals(CALL));
	}

	private static WebClient webClient() {
		return context.getBean(WebClient.Builder.class).baseUrl(url()).build();
	}

	private static String url() {
		return "http://localhost:" + server.getAddress().getPort();
	}

	interface Items {

		@GetExchange("/200/{id}")
		ResponseEntity<Void> item(@PathVariable("id") String id, @RequestParam("token") String token);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "client", "codec", "netty", "reactor", "webclient" })
	static class Application {

	}

}
