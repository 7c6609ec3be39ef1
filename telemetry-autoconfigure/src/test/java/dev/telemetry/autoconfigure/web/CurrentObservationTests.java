package dev.telemetry.autoconfigure.web;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Hooks;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code that looks for the observation of a request finds one, as with the filter of
 * Spring Boot, and Micrometer's context propagation carries the trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CurrentObservationTests {

	private static final ParameterizedTypeReference<Map<String, String>> KNOWN = new ParameterizedTypeReference<>() {
	};

	private ConfigurableApplicationContext application;

	private RecordedSpans spans;

	private RestClient client;

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(ObservedShop.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--server.shutdown=immediate", "--telemetry.enabled=true",
					"--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=1.0",
					"--management.opentelemetry.tracing.export.schedule-delay=10ms",
					"--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
					"--management.observations.enable.spring.security=false",
					"--spring.reactor.context-propagation=auto");
		this.spans = this.application.getBean(RecordedSpans.class);
		this.client = RestClient
			.create("http://localhost:" + this.application.getEnvironment().getProperty("local.server.port"));
	}

	@AfterAll
	void stop() {
		this.application.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@BeforeEach
	void forgetEarlierRequests() {
		this.spans.clear();
	}

	@Test
	void keyValuesReachSpanAndTimer() {
		get("/observed/key-values");
		assertThat(server("/observed/key-values")).hasAttribute("tenant", "acme").hasAttribute("order", "17");
		assertThat(timer("/observed/key-values").getId().getTag("tenant")).isEqualTo("acme");
		assertThat(timer("/observed/key-values").getId().getTag("order")).isNull();
	}

	@Test
	void keyValuesOfTheContextReachSpanAndTimer() {
		get("/observed/context-key-values");
		assertThat(server("/observed/context-key-values")).hasAttribute("tenant", "blue").hasAttribute("order", "18");
		assertThat(timer("/observed/context-key-values").getId().getTag("tenant")).isEqualTo("blue");
	}

	@Test
	void keyValuesDoNotReplaceTheTagsThatEveryRequestHas() {
		get("/observed/standard-keys");
		server("/observed/standard-keys");
		assertThat(timer("/observed/standard-keys").getId().getTag("status")).isEqualTo("200");
	}

	@Test
	void anEventIsOneOfTheSpan() {
		get("/observed/event");
		assertThat(server("/observed/event").getEvents()).extracting((event) -> event.getName())
			.containsExactly("order checked");
	}

	@Test
	void anEventIsCountedAsSpringBootHasItCounted() {
		get("/observed/event");
		assertThat(this.application.getBean(MeterRegistry.class)
			.get("http.server.requests.checked")
			.tag("uri", "/observed/event")
			.counter()
			.count()).isPositive();
	}

	@Test
	void aPatternThatCodeNamesIsThatOfSpanAndTimer() {
		get("/observed/pattern");
		assertThat(server("/observed/pattern")).hasAttribute("http.route", "/observed/{kind}");
		assertThat(timer("/observed/{kind}").count()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "error", "error-of-context" })
	void anErrorIsOneOfTheRequest(String kind) {
		get("/observed/" + kind);
		assertThat(server("/observed/" + kind)).isError().hasAttribute("error.type", "java.lang.IllegalStateException");
		assertThat(timer("/observed/" + kind).getId().getTag("exception")).isEqualTo("IllegalStateException");
	}

	// As Spring's documentation recommends.
	@Test
	void anExceptionHandlerFindsItAndNamesTheError() {
		String path = "/observed/error-of-exception-handler";
		get(path);
		assertThat(server(path)).isError().hasAttribute("error.type", "java.lang.ArithmeticException");
		assertThat(timer(path).getId().getTag("exception")).isEqualTo("ArithmeticException");
	}

	@Test
	void anInterceptorMayOpenAScopeOfIt() {
		assertKnown("/observed/intercepted");
	}

	@Test
	void anObservationBelowSeesItsParentAndIsAChildOfTheSpan() {
		Map<String, String> seen = ask("/observed/child");
		SpanData server = server("/observed/child");
		SpanData child = this.spans.awaitSpan((span) -> span.getName().equals("child"));
		assertThat(child.getParentSpanId()).isEqualTo(server.getSpanId());
		assertThat(seen).containsEntry("span", child.getSpanId())
			.containsEntry("logged", child.getSpanId())
			.containsEntry("parent", "ServerRequestObservationContext")
			.containsEntry("parentName", "http.server.requests")
			.containsEntry("method", "GET")
			.containsEntry("pattern", "/observed/child")
			.containsEntry("after", server.getSpanId());
	}

	@Test
	void workThatOutlivesTheRequestGoesOnBelowIt() throws Exception {
		get("/observed/outlived");
		Future<Map<String, String>> afterwards = this.application.getBean(ObservedShop.Handlers.class).afterwards;
		assertThat(afterwards).isNotNull();
		Map<String, String> seen = afterwards.get(20, TimeUnit.SECONDS);
		SpanData child = this.spans.awaitSpan((span) -> span.getName().equals("afterwards"));
		assertThat(child.getParentSpanId()).isEqualTo(server("/observed/outlived").getSpanId());
		assertThat(seen).containsEntry("span", child.getSpanId());
	}

	@Test
	void aCallThatIsRecordedIsTheObservationWithinIt() {
		Map<String, String> seen = ask("/observed/recorded");
		SpanData call = this.spans.awaitSpan((span) -> span.getName().equals("external.api.call"));
		assertThat(call).hasAttribute("tier", "gold");
		assertThat(seen).containsEntry("span", call.getSpanId()).containsEntry("logged", call.getSpanId());
	}

	@Test
	void aCallableHasTheObservationOfItsHandler() {
		assertThat(get("/observed/callable")).isEqualTo("true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "snapshot", "executor", "decorator", "mono", "chain", "blocked" })
	void theTraceIsKnownOnTheOtherThread(String hop) {
		assertKnown("/hops/" + hop);
		assertThat(ask("/hops/leftovers")).containsEntry("span", "0000000000000000").containsEntry("logged", "null");
	}

	@Test
	void aWebClientInAChainCallsWithinTheTrace() {
		get("/hops/web-client");
		SpanData server = server("/hops/web-client");
		SpanData called = server("/hops/leftovers");
		SpanData call = this.spans.awaitSpan((span) -> span.getSpanId().equals(called.getParentSpanId()));
		assertThat(call.getParentSpanId()).isEqualTo(server.getSpanId());
	}

	private static String path(SpanData span) {
		return String.valueOf(span.getAttributes().get(HttpServerAttributes.URL_PATH));
	}

	private void assertKnown(String path) {
		Map<String, String> known = ask(path);
		SpanData server = server(path);
		assertThat(known).containsEntry("span", server.getSpanId()).containsEntry("logged", server.getSpanId());
	}

	private Map<String, String> ask(String path) {
		Map<String, String> known = this.client.get().uri(path).retrieve().body(KNOWN);
		assertThat(known).isNotNull();
		return known;
	}

	private String get(String path) {
		return String.valueOf(this.client.get().uri(path).retrieve().body(String.class));
	}

	private SpanData server(String path) {
		return this.spans.awaitSpan((span) -> span.getName().equals("http.server") && path.equals(path(span)));
	}

	private Timer timer(String uri) {
		return this.application.getBean(MeterRegistry.class).get("http.server.requests").tag("uri", uri).timer();
	}

}
