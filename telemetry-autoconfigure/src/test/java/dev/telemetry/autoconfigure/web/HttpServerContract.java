package dev.telemetry.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request looks like from outside, on a real server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpServerContract {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private ConfigurableApplicationContext application;

	private RecordedSpans spans;

	private String traceId;

	/**
	 * The auto-configuration of the server that is not to be used.
	 */
	abstract String otherServer();

	abstract String expectedServer();

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(TestShop.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--server.servlet.context-path=/shop", "--telemetry.enabled=true",
					"--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=1.0",
					"--management.opentelemetry.tracing.export.schedule-delay=10ms",
					"--spring.autoconfigure.exclude=" + otherServer());
		this.spans = this.application.getBean(RecordedSpans.class);
		this.log.start();
		((Logger) TestShop.logger).addAppender(this.log);
	}

	@AfterAll
	void stop() {
		((Logger) TestShop.logger).detachAppender(this.log);
		this.application.close();
	}

	@BeforeEach
	void beginTrace() {
		// A span may end after its response was read: each test looks at a trace of its
		// own.
		this.traceId = IdGenerator.random().generateTraceId();
		this.log.list.clear();
	}

	@Test
	void theServerIsTheOneUnderTest() {
		assertThat(((WebServerApplicationContext) this.application).getWebServer()).extracting(Object::getClass)
			.extracting(Class::getSimpleName)
			.asString()
			.contains(expectedServer());
	}

	@Test
	void aRequestBecomesAServerSpanWithRouteAndStatus() throws Exception {
		assertThat(get("/orders/17").statusCode()).isEqualTo(200);
		assertThat(server()).hasKind(SpanKind.SERVER)
			.hasAttribute("http.route", "/shop/orders/{id}")
			.hasAttribute("http.status_code", 200)
			.hasAttribute("url.path", "/shop/orders/17")
			.isNotError();
	}

	@Test
	void theHandlersLogLineHasTheIdsOfTheSpan() throws Exception {
		get("/orders/17");
		SpanData span = server();
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getMDCPropertyMap()).containsOnlyKeys("trace_id", "span_id")
				.containsEntry("trace_id", span.getTraceId());
			this.spans.awaitSpan((child) -> child.getSpanId().equals(event.getMDCPropertyMap().get("span_id")));
		});
	}

	@Test
	void theCallersTraceIsContinued() throws Exception {
		get("/orders/17");
		assertThat(server()).hasRemoteParent().hasTraceId(this.traceId);
	}

	@Test
	void aRequestWithoutACallersTraceIsARoot() throws Exception {
		send(request("/orders/root"));
		assertThat(this.spans.awaitSpan((span) -> "/shop/orders/root".equals(path(span)))).isRoot();
	}

	@Test
	void aCallersDecisionNotToSampleIsObeyed() throws Exception {
		send(request("/orders/17").header("traceparent", traceparent("00")));
		String unsampled = this.traceId;
		beginTrace();
		get("/orders/18");
		server();
		assertThat(this.spans.spans()).extracting(SpanData::getTraceId).doesNotContain(unsampled);
	}

	@Test
	void anExceptionThatLeavesTheHandlerIsAnError() throws Exception {
		assertThat(get("/fails").statusCode()).isEqualTo(500);
		assertThat(server()).isError()
			.hasException(IllegalStateException.class, "boom")
			.hasAttribute("http.status_code", 500)
			.hasAttribute("http.route", "/shop/fails");
	}

	@Test
	void aServerErrorStatusIsAnError() throws Exception {
		assertThat(get("/unavailable").statusCode()).isEqualTo(503);
		assertThat(server()).isError().hasAttribute("http.status_code", 503).hasAttribute("error.type", "503");
	}

	@Test
	void anAsynchronousRequestHasOneSpanWithItsFinalStatus() throws Exception {
		assertThat(get("/callable/17").body()).isEqualTo("17");
		assertThat(server()).hasAttribute("http.route", "/shop/callable/{id}").hasAttribute("http.status_code", 200);
		assertThat(this.spans.named("http.server")).filteredOn((span) -> span.getTraceId().equals(this.traceId))
			.hasSize(1);
	}

	@Test
	void theLogLineOfAnAsynchronousHandlerHasTheIds() throws Exception {
		get("/callable/17");
		assertThat(this.log.list).singleElement()
			.satisfies((event) -> assertThat(event.getMDCPropertyMap()).containsEntry("trace_id", this.traceId));
	}

	@Test
	void securityIsInsideOfTheSpan() throws Exception {
		assertThat(get("/secret").statusCode()).isEqualTo(401);
		assertThat(server()).hasAttribute("http.status_code", 401).isNotError();
	}

	@Test
	void aServletWithoutAFrameworkIsTracedToo() throws Exception {
		assertThat(get("/plain/x").statusCode()).isEqualTo(204);
		assertThat(server()).hasAttribute("http.route", "UNKNOWN").hasAttribute("http.status_code", 204);
	}

	@Test
	void actuatorIsMeasuredButNotTraced() throws Exception {
		assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
		String actuator = this.traceId;
		beginTrace();
		get("/orders/17");
		server();
		assertThat(this.spans.spans()).extracting(SpanData::getTraceId).doesNotContain(actuator);
		assertThat(scrape()).contains("uri=\"/actuator/health\"");
	}

	@Test
	void theTimerHasTheTagsOfSpringBootAndTheBuckets() throws Exception {
		get("/orders/17");
		assertThat(scrape())
			.contains("http_server_requests_seconds_count{error=\"none\",exception=\"none\","
					+ "method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/orders/{id}\"}")
			.contains("status=\"200\",uri=\"/orders/{id}\",le=\"0.005\"}")
			.contains("status=\"200\",uri=\"/orders/{id}\",le=\"10.0\"}")
			.contains("http_server_active_requests 1.0");
	}

	@Test
	void aRouteCostsNineteenSeries() throws Exception {
		send(request("/orders").POST(HttpRequest.BodyPublishers.noBody()));
		assertThat(scrape().lines().filter((line) -> line.contains("uri=\"/orders\"")).count()).isEqualTo(19);
	}

	@Test
	void exemplarsAreOnlyWhereEveryPrometheusReadsThem() throws Exception {
		get("/orders/17");
		String page = send(request("/actuator/prometheus").header("Accept", "application/openmetrics-text")).body();
		assertThat(page.lines().filter((line) -> line.contains(" # {"))).isNotEmpty()
			.allMatch((line) -> line.contains("_bucket{") || line.contains("_total"))
			.anyMatch((line) -> line.startsWith("http_server_requests_seconds_bucket"));
	}

	private SpanData server() {
		return this.spans
			.awaitSpan((span) -> span.getName().equals("http.server") && span.getTraceId().equals(this.traceId));
	}

	private static String path(SpanData span) {
		return String.valueOf(span.getAttributes().get(HttpServerAttributes.URL_PATH));
	}

	private String traceparent(String flags) {
		return "00-" + this.traceId + "-b7ad6b7169203331-" + flags;
	}

	private String scrape() throws IOException, InterruptedException {
		return get("/actuator/prometheus").body();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path).header("traceparent", traceparent("01")));
	}

	private HttpRequest.Builder request(String path) {
		String port = this.application.getEnvironment().getProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/shop" + path))
			.timeout(Duration.ofSeconds(10));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
