package dev.telemetry.autoconfigure.web.reactive;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Requests to WebFlux on Netty, sampled at a ratio of zero: what a backend gets of them.
 */
class ReactiveRequestsTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Pattern EXEMPLAR = Pattern.compile("# \\{.*?trace_id=\"([0-9a-f]{32})\"");

	private static final AtomicInteger TRACES = new AtomicInteger();

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static OtlpReceiver receiver;

	private static ConfigurableApplicationContext shop;

	@BeforeAll
	static void open() throws Exception {
		receiver = OtlpReceiver.http();
		shop = start("--telemetry.otel.endpoint=" + receiver.endpoint());
		// What is loaded with the first one takes its time.
		for (String path : List.of("/items/0", "/answered/409", "/nowhere", "/rows")) {
			get(path, traceId(), "00");
		}
	}

	private static ConfigurableApplicationContext start(String endpoint) {
		return new SpringApplicationBuilder(ReactiveShop.class).web(WebApplicationType.REACTIVE)
			.run(endpoint, "--telemetry.otel.protocol=http",
					"--management.opentelemetry.tracing.export.schedule-delay=20ms", "--server.port=0",
					"--telemetry.enabled=true", "--telemetry.sampling.ratio=0.0",
					"--telemetry.sampling.route-interval=0", "--telemetry.sampling.slow-threshold=500ms",
					"--telemetry.sampling.max-errors-per-second=1000", "--telemetry.http.untraced-paths=/internal",
					"--telemetry.http.response-headers=traceresponse", "--management.tracing.export.enabled=true",
					"--telemetry.http.paths[0].path=/called/{id}", "--telemetry.http.paths[0].slow-threshold=10s",
					"--spring.autoconfigure.exclude="
							+ "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration,"
							+ "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration,"
							+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
							+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");
	}

	@AfterAll
	static void close() {
		shop.close();
		receiver.close();
	}

	@Test
	void aRequestIsASpanOfOurs() throws Exception {
		String traceId = traceId();
		HttpResponse<String> response = get("/items/1?token=SECRET", traceId);
		ReceivedSpan span = server(traceId);
		assertThat(span.name()).isEqualTo("http.server");
		assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
		assertThat(span.attributes()).containsEntry("http.method", "GET")
			.containsEntry("http.route", "/items/{id}")
			.containsEntry("http.status_code", 200L)
			.containsEntry("http.request.method", "GET")
			.containsEntry("http.response.status_code", 200L)
			.containsEntry("url.path", "/items/1")
			.containsEntry("url.scheme", "http")
			.containsEntry("server.address", "localhost")
			.containsEntry("server.port", (long) port())
			.containsKeys("http.duration_seconds", "user_agent.original")
			.doesNotContainKeys("uri", "http.url", "outcome", "client.address", "error.type");
		assertThat(span.toString()).doesNotContain("SECRET");
		assertThat(response.body()).isEqualTo(traceId + "-" + span.spanId());
		assertThat(response.headers().firstValue("traceresponse"))
			.hasValue("00-" + traceId + "-" + span.spanId() + "-01");
	}

	@Test
	void theIdsGoAlongToOtherThreads() throws Exception {
		String traceId = traceId();
		assertThat(get("/elastic", traceId).body()).containsIgnoringCase("boundedElastic-")
			.endsWith(traceId + "-" + server(traceId).spanId());
	}

	@Test
	void whatIsDoneInARequestIsBelowIt() throws Exception {
		String traceId = traceId();
		String called = get("/calls", traceId).body();
		Awaitility.await().atMost(SOON).until(() -> spans(traceId).size() == 5);
		ReceivedSpan request = spans(traceId).stream()
			.filter((span) -> "/calls".equals(span.attributes().get("http.route")))
			.findAny()
			.orElseThrow();
		assertThat(spans(traceId)).filteredOn((span) -> span.parentSpanId().equals(request.spanId()))
			.extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("external.api.call", "job.run", "external.api.call");
		assertThat(called).contains(traceId);
		assertThat(spans(traceId).toString()).doesNotContain("SECRET");
	}

	@Test
	void whatIsFineIsNotKept() throws Exception {
		assertThat(kept("/items/2")).isFalse();
	}

	@Test
	void anExceptionThatLeavesTheHandlerIsKept() throws Exception {
		String traceId = traceId();
		assertThat(get("/fails", traceId, "00").statusCode()).isEqualTo(500);
		ReceivedSpan span = server(traceId);
		assertThat(span.attributes()).containsEntry("http.status_code", 500L)
			.containsEntry("error.type", IllegalStateException.class.getName())
			.containsEntry("telemetry.sampling.reason", "error");
		assertThat(span.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsEntry("exception.message", "broken"));
	}

	@ParameterizedTest
	@CsvSource({ "/overflows, java.lang.StackOverflowError", "/is-not-linked, java.lang.NoClassDefFoundError" })
	void anErrorOfTheJvmIsKept(String path, String errorType) throws Exception {
		String active = metric("http_server_active_requests ");
		String traceId = traceId();
		assertThatIOException().isThrownBy(() -> get(path, traceId, "00"));
		assertThat(server(traceId).attributes()).containsEntry("error.type", errorType)
			.containsEntry("http.route", path)
			.containsEntry("telemetry.sampling.reason", "error")
			.doesNotContainKey("http.status_code");
		assertThat(metric("http_server_active_requests ")).isEqualTo(active);
		assertThat(scrape()).contains("method=\"GET\",outcome=\"UNKNOWN\",status=\"UNKNOWN\",uri=\"" + path + "\"");
	}

	@Test
	void aHandlerThatTakesTooLongIsKept() throws Exception {
		String traceId = traceId();
		assertThat(get("/times-out", traceId, "00").statusCode()).isEqualTo(500);
		assertThat(server(traceId).attributes()).containsEntry("error.type", TimeoutException.class.getName())
			.containsEntry("http.route", "/times-out");
	}

	@Test
	void anExceptionThatBreaksOffTheResponseIsKept() {
		String traceId = traceId();
		assertThatIOException().isThrownBy(() -> get("/breaks-off", traceId, "00"));
		assertThat(server(traceId).attributes()).containsEntry("http.status_code", 200L)
			.containsEntry("error.type", IllegalStateException.class.getName())
			.containsEntry("telemetry.sampling.reason", "error");
	}

	@Test
	void aConnectionToAnotherServerThatBreaksIsAnError() throws Exception {
		String traceId = traceId();
		assertThat(get("/upstream", traceId, "00").statusCode()).isEqualTo(500);
		assertThat(server(traceId).attributes()).containsEntry("error.type", IOException.class.getName())
			.containsEntry("telemetry.sampling.reason", "error");
	}

	@Test
	void aRequestThatBreaksOffIsNoError() throws Exception {
		assertThat(kept("/unreadable")).isFalse();
	}

	@Test
	void anExceptionThatBecomesAServerErrorIsKept() throws Exception {
		String traceId = traceId();
		assertThat(get("/answered/503", traceId, "00").statusCode()).isEqualTo(503);
		assertThat(server(traceId).attributes()).containsEntry("http.status_code", 503L)
			.containsEntry("error.type", "503")
			.containsEntry("http.route", "/answered/{status}");
	}

	@Test
	void anErrorThatCodeNamesIsKept() throws Exception {
		String traceId = traceId();
		assertThat(get("/reported", traceId, "00").statusCode()).isEqualTo(200);
		assertThat(server(traceId).attributes()).containsEntry("http.status_code", 200L)
			.containsEntry("error.type", IllegalArgumentException.class.getName());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answered/409", "/nowhere" })
	void aMistakeOfTheClientIsNone(String path) throws Exception {
		assertThat(kept(path)).isFalse();
		String traceId = traceId();
		get(path, traceId);
		assertThat(server(traceId).attributes()).doesNotContainKey("error.type");
	}

	@Test
	void anUnknownPathIsNoName() throws Exception {
		String traceId = traceId();
		assertThat(get("/nowhere", traceId).statusCode()).isEqualTo(404);
		assertThat(server(traceId).attributes()).containsEntry("http.status_code", 404L)
			.containsEntry("http.route", "/**");
	}

	@Test
	void whatIsSlowIsKept() throws Exception {
		String traceId = traceId();
		get("/slow", traceId, "00");
		assertThat(server(traceId).attributes()).containsEntry("telemetry.sampling.reason", "slow");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/rows" })
	void aStreamIsNotSlow(String path) throws Exception {
		get(path, traceId(), "00");
		assertThat(kept(path)).isFalse();
	}

	@Test
	void aClientThatGoesAwayIsNoError() throws Exception {
		ReactiveShop.Handlers handlers = shop.getBean(ReactiveShop.Handlers.class);
		String traceId = traceId();
		CompletableFuture<HttpResponse<String>> response = CLIENT.sendAsync(request("/hangs", traceId, "01"),
				HttpResponse.BodyHandlers.ofString());
		assertThat(handlers.hanging.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(metric("http_server_active_requests ")).isNotEqualTo("0.0");
		response.cancel(true);
		Awaitility.await().atMost(SOON).until(() -> !handlers.cancelled.isEmpty());
		assertThat(server(traceId).attributes()).containsEntry("http.route", "/hangs")
			.doesNotContainKeys("http.status_code", "http.response.status_code", "error.type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; boundary=another",
			"multipart/form-data; boundary=other" })
	void anUploadThatCannotBeReadIsNoError(String contentType) throws Exception {
		assertIsNoError("/upload", contentType, """
				--other\r
				Content-Disposition: form-data; name="file"; filename="cut"\r
				\r
				cut""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "form-data; name=\"file\"; filename*=UTF-8''%zz", ";" })
	void thePartOfAnUploadThatCannotBeReadIsNoError(String disposition) throws Exception {
		assertIsNoError("/upload", "multipart/form-data; boundary=other",
				"--other\r\nContent-Disposition: " + disposition + "\r\n\r\nx\r\n--other--\r\n");
	}

	@Test
	void aParameterThatCannotBeBoundIsNoError() throws Exception {
		assertIsNoError("/basket", "application/x-www-form-urlencoded", "items%5Bx%5D=17");
	}

	@Test
	void moreTypesThanAreAcceptedAreNoError() throws Exception {
		String traceId = traceId();
		HttpRequest request = HttpRequest.newBuilder(request("/nowhere", traceId, "01"), (name, value) -> true)
			.header("Accept", "a/b,".repeat(60))
			.build();
		assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(500);
		assertThat(server(traceId).attributes()).containsEntry("http.status_code", 500L)
			.doesNotContainKey("error.type");
	}

	@Test
	void aFormThatCannotBeReadIsNoError() throws Exception {
		assertIsNoError("/form", "application/x-www-form-urlencoded", "a=%zz");
	}

	private static void assertIsNoError(String path, String contentType, String body) throws Exception {
		String traceId = traceId();
		HttpRequest request = HttpRequest.newBuilder(request(path, traceId, "01"), (name, value) -> true)
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(server(traceId).attributes()).containsEntry("http.route", path).doesNotContainKey("error.type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100\r\n\r\ncut", "Transfer-Encoding: chunked\r\n\r\n3\r\ncut\r\nzz\r\n",
			"Transfer-Encoding: chunked\r\n\r\n3\r\ncut\r\n" })
	void aBodyThatBreaksOffIsNoError(String rest) throws Exception {
		String traceId = traceId();
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write(("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\ntraceparent: 00-"
						+ traceId + "-00f067aa0ba902b7-01\r\n" + rest)
					.getBytes(StandardCharsets.US_ASCII));
			socket.shutdownOutput();
			socket.setSoTimeout(10_000);
			socket.getInputStream().readAllBytes();
		}
		assertThat(server(traceId).attributes()).containsEntry("http.route", "/body").doesNotContainKey("error.type");
	}

	@Test
	void aWebSocketHasTheStatusOfItsHandshake() throws Exception {
		String traceId = traceId();
		CLIENT.newWebSocketBuilder()
			.header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
			.buildAsync(URI.create("ws://localhost:" + port() + "/socket"), new WebSocket.Listener() {
			})
			.get(10, TimeUnit.SECONDS);
		assertThat(server(traceId).attributes()).containsEntry("http.status_code", 101L)
			.containsEntry("http.route", "/socket")
			.doesNotContainKey("error.type");
	}

	@Test
	void keyValuesOfTheApplicationAreOnTheSpan() throws Exception {
		String traceId = traceId();
		get("/labelled", traceId);
		assertThat(server(traceId).attributes()).containsEntry("who", "me");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/internal/a" })
	void whatIsUntracedIsNotKeptWhateverTheCallerSays(String path) throws Exception {
		String traceId = traceId();
		get(path, traceId);
		flush();
		assertThat(spans(traceId)).isEmpty();
	}

	@Test
	void theTimerIsSpringsWithOurHistogram() throws Exception {
		get("/items/3", traceId(), "00");
		assertThat(scrape()).contains("http_server_active_requests")
			.contains("http_server_requests_seconds_bucket{error=\"none\",exception=\"none\",method=\"GET\","
					+ "outcome=\"SUCCESS\",status=\"200\",uri=\"/items/{id}\",le=\"0.075\"} ");
	}

	@Test
	void exemplarsPointAtTracesThatAreKept() throws Exception {
		for (int i = 0; i < 5; i++) {
			get("/items/4", traceId(), "00");
			get("/fails", traceId(), "00");
		}
		flush();
		List<String> exemplars = EXEMPLAR.matcher(scrape()).results().map((found) -> found.group(1)).toList();
		assertThat(exemplars).isNotEmpty().allSatisfy((traceId) -> assertThat(spans(traceId)).isNotEmpty());
	}

	// The batches before it are sent as well.
	private static void flush() {
		shop.getBean(SdkTracerProvider.class).forceFlush().join(20, TimeUnit.SECONDS);
	}

	private static boolean kept(String path) throws Exception {
		String traceId = traceId();
		get(path, traceId, "00");
		flush();
		return !spans(traceId).isEmpty();
	}

	private static ReceivedSpan server(String traceId) {
		return receiver.awaitSpan((span) -> span.traceId().equals(traceId) && span.kind() == SpanKind.SERVER, SOON);
	}

	private static List<ReceivedSpan> spans(String traceId) {
		return receiver.spans().stream().filter((span) -> span.traceId().equals(traceId)).toList();
	}

	private static String metric(String name) throws Exception {
		return scrape().lines()
			.filter((line) -> line.startsWith(name))
			.findAny()
			.orElseThrow()
			.substring(name.length());
	}

	private static String scrape() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri("/actuator/prometheus"))
			.timeout(SOON)
			.header("Accept", "application/openmetrics-text; version=1.0.0")
			.build();
		return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	private static HttpResponse<String> get(String path, String traceId) throws Exception {
		return get(path, traceId, "01");
	}

	private static HttpResponse<String> get(String path, String traceId, String flags) throws Exception {
		return CLIENT.send(request(path, traceId, flags), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest request(String path, String traceId, String flags) {
		return HttpRequest.newBuilder(uri(path))
			.timeout(SOON)
			.header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-" + flags)
			.build();
	}

	private static URI uri(String path) {
		return URI.create("http://localhost:" + port() + path);
	}

	private static int port() {
		return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static String traceId() {
		return "4bf92f3577b34da6a3ce9290%08x".formatted(TRACES.incrementAndGet());
	}

}
