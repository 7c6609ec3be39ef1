package dev.telemetry.autoconfigure.privacy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.support.StandardServletEnvironment;

import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets come into an application by its configuration, its environment, its requests
 * and its code, and are found in nothing that telemetry sends, writes, logs or shows.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryApplicationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	// By where they come from.
	private static final Map<String, String> CONFIGURED = Map.of("a header property", "header-property-canary",
			"a header in the environment", "environment-canary", "a variable that a header is made of",
			"variable-canary", "the user of the endpoint", "endpoint-canary", "the key of the hashes",
			"key-of-the-hashes-canary-0123456789");

	private static final Map<String, String> REQUESTED = Map.of("a path parameter", "session-canary", "a query",
			"query-canary", "an authorization header", "authorization-canary", "a cookie", "cookie-canary",
			"baggage of the caller", "baggage-canary", "the user agent", "agent-canary@example.org",
			"a parameter of a call", "call-canary", "the logging context", "context-canary", "an event", "event-canary",
			"an exception", "exception-canary-0123456789");

	private static final Pattern LINK = Pattern.compile("\"href\":\"([^\"{]+)\"");

	private final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();

	private final HttpServer backend = backend();

	private Path file;

	private ConfigurableApplicationContext context;

	private HttpServer backend() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
			server.createContext("/", (exchange) -> {
				this.sent.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
				exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
				exchange.sendResponseHeaders(200, -1);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@BeforeAll
	void start(@TempDir Path directory) {
		this.file = directory.resolve("spans.jsonl");
		StandardEnvironment environment = new StandardServletEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("TELEMETRY_OTEL_HEADERS_XENVIRONMENT", CONFIGURED.get("a header in the environment"),
									"OTLP_TOKEN", CONFIGURED.get("a variable that a header is made of"))));
		SpringApplication application = new SpringApplication(Shop.class);
		application.setEnvironment(environment);
		this.context = application.run("--server.port=0", "--server.address=127.0.0.1", "--telemetry.enabled=true",
				"--telemetry.sampling.ratio=1", "--telemetry.export.delay=10ms",
				"--telemetry.otel.exporter=otlp,file,stderr,console", "--telemetry.otel.file.path=" + this.file,
				"--telemetry.otel.endpoint=http://ann:" + CONFIGURED.get("the user of the endpoint") + "@127.0.0.1:"
						+ this.backend.getAddress().getPort() + "/v1/traces",
				"--telemetry.otel.headers.xproperty=" + CONFIGURED.get("a header property"),
				"--telemetry.otel.headers.xvariable=Token ${OTLP_TOKEN}", "--telemetry.privacy.replacement=hmac",
				"--telemetry.privacy.hmac-key=" + CONFIGURED.get("the key of the hashes"),
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.env.show-values=always",
				// Of the clients that are here only by chance, some refuse the user in
				// the address of the partner.
				"--spring.http.clients.imperative.factory=jdk", "--management.endpoint.configprops.show-values=always",
				"--management.endpoint.health.show-details=always", "--logging.level.dev.telemetry=trace",
				"--logging.pattern.console=%logger{0}|%msg%n%nopex",
				"--spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet."
						+ "ServletWebSecurityAutoConfiguration,org.springframework.boot.security.autoconfigure."
						+ "actuate.web.servlet.ManagementWebSecurityAutoConfiguration");
	}

	@AfterAll
	void stop() {
		this.context.close();
		this.backend.stop(0);
	}

	// Its client has the answer before it ends.
	private void awaitTheSpanOfTheRequest() {
		SdkTracerProvider tracing = this.context.getBean(SdkTracerProvider.class);
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		do {
			tracing.forceFlush().join(DEADLINE.toSeconds(), TimeUnit.SECONDS);
			assertThat(deadline).isGreaterThan(System.nanoTime());
		}
		while (this.sent.stream().noneMatch((body) -> body.contains("/orders/7")));
	}

	@Test
	void noSecretOfTheConfigurationOrOfARequestIsShownAnywhere(CapturedOutput output) throws Exception {
		assertThat(get(
				"/orders/7;jsessionid=" + REQUESTED.get("a path parameter") + "?access_token="
						+ REQUESTED.get("a query"),
				"Authorization", "Bearer " + REQUESTED.get("an authorization header"), "Cookie",
				"SESSION=" + REQUESTED.get("a cookie"), "User-Agent", "bot (" + REQUESTED.get("the user agent") + ")",
				"baggage", "secret=" + REQUESTED.get("baggage of the caller")))
			.contains("failed");
		awaitTheSpanOfTheRequest();
		String telemetry = String.join("\n", this.sent);
		assertThat(telemetry).contains("/orders/7", "external.api.call", "job.run", "[hmac:");
		assertNothingShows("OTLP", telemetry);
		assertThat(Files.readString(this.file)).contains("/orders/7", "external.api.call");
		assertNothingShows("file", Files.readString(this.file));
		assertThat(output.getErr()).contains("TELEMETRY:");
		assertNothingShows("stderr", output.getErr());
		assertThat(output.getOut()).contains("Telemetry is on", "external.api.call");
		assertNothingShows("console and own log lines", output.getOut());
	}

	@Test
	void noSecretOfTheConfigurationOrOfARequestIsShownByAnEndpoint() throws Exception {
		get("/orders/8;jsessionid=" + REQUESTED.get("a path parameter"), "User-Agent", REQUESTED.get("the user agent"));
		Set<String> seen = new LinkedHashSet<>();
		for (String path : endpoints()) {
			assertNothingShows(path, get(path));
			seen.add(path.substring("/actuator/".length()));
		}
		assertThat(seen).contains("env", "configprops", "health", "prometheus", "metrics", "loggers", "mappings",
				"telemetry");
	}

	@Test
	void baggageOfACallerIsNotPassedOn() throws Exception {
		get("/orders/9", "baggage", "secret=" + REQUESTED.get("baggage of the caller"));
		assertThat(this.context.getBean(Shop.Orders.class).passedOn).isNotEmpty()
			.allSatisfy((headers) -> assertThat(headers).doesNotContain("baggage-canary"));
	}

	private Set<String> endpoints() throws Exception {
		return LINK.matcher(get("/actuator"))
			.results()
			.map((link) -> URI.create(link.group(1)).getPath())
			.filter((path) -> path.startsWith("/actuator/") && !path.endsWith("heapdump"))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private String get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI
				.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path))
			.timeout(DEADLINE);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	private static void assertNothingShows(String place, String content) {
		List.of(CONFIGURED, REQUESTED)
			.forEach((canaries) -> canaries.forEach((origin, canary) -> assertThat(content.contains(canary))
				.as("%s (%s) in %s: %s", canary, origin, place, around(content, canary))
				.isFalse()));
	}

	private static String around(String content, String canary) {
		int found = content.indexOf(canary);
		return (found < 0) ? "" : content.substring(Math.max(0, found - 200), found);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

		@RestController
		static class Orders {

			private final ConcurrentLinkedQueue<String> passedOn = new ConcurrentLinkedQueue<>();

			private final TelemetryRecorder recorder;

			private final RestClient client;

			Orders(TelemetryRecorder recorder, RestClient.Builder client) {
				this.recorder = recorder;
				this.client = client.build();
			}

			@GetMapping("/orders/{id}")
			String order(HttpServletRequest request) {
				MDC.put("password", REQUESTED.get("the logging context"));
				try {
					String partner = "http://127.0.0.1:" + request.getLocalPort() + "/partner?token="
							+ REQUESTED.get("a parameter of a call");
					this.client.get().uri(partner).retrieve().toBodilessEntity();
					this.recorder.job("orders", "import").run((recording) -> {
						recording.event("paid", Map.of("password", REQUESTED.get("an event"), "note",
								"password=" + REQUESTED.get("an event")));
						throw new IllegalStateException("secret=" + REQUESTED.get("an exception"),
								new IllegalArgumentException("Bearer " + REQUESTED.get("an exception")));
					});
					return "fine";
				}
				catch (IllegalStateException ex) {
					return "failed";
				}
				finally {
					MDC.remove("password");
				}
			}

			@GetMapping("/partner")
			String partner(HttpServletRequest request) {
				this.passedOn.add("baggage: " + request.getHeader("baggage") + " " + Baggage.current());
				return "fine";
			}

		}

	}

}
