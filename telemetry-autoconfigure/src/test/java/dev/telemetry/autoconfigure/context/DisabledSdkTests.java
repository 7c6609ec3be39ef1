package dev.telemetry.autoconfigure.context;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import dev.telemetry.export.SpanPipelines;
import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code OTEL_SDK_DISABLED}, which Spring Boot makes a property: an SDK that does
 * nothing, and propagators that do their work.
 */
@ExtendWith(OutputCaptureExtension.class)
class DisabledSdkTests {

	private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final List<String> SECURITY = List.of(
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration");

	private static final BlockingQueue<Map<String, List<String>>> received = new LinkedBlockingQueue<>();

	private static HttpServer backend;

	private static ConfigurableApplicationContext context;

	private static String startLine = "";

	@BeforeAll
	static void start(CapturedOutput output) throws IOException {
		backend = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		backend.createContext("/", DisabledSdkTests::receive);
		backend.start();
		context = new SpringApplicationBuilder(Application.class).run("--server.port=0", "--telemetry.enabled=true",
				"--telemetry.sampling.ratio=1.0", "--management.opentelemetry.enabled=false",
				"--telemetry.otel.endpoint=http://127.0.0.1:9", "--backend.port=" + backend.getAddress().getPort(),
				"--spring.autoconfigure.exclude=" + String.join(",", SECURITY));
		startLine = output.toString();
	}

	@AfterAll
	static void stop() {
		context.close();
		backend.stop(0);
	}

	@Test
	void theContextOfTheCallerGoesOutAsItCame() throws Exception {
		Map<String, List<String>> headers = call("/call", "traceparent", CALLER, "tracestate", "vendor=value");
		assertThat(headers).containsEntry("Traceparent", List.of(CALLER))
			.containsEntry("Tracestate", List.of("vendor=value"));
	}

	@Test
	void itGoesOutOfAJobInTheRequestAsItCame() throws Exception {
		assertThat(call("/call?job=true", "traceparent", CALLER)).containsEntry("Traceparent", List.of(CALLER));
	}

	@Test
	void withoutACallerNothingGoesOut() throws Exception {
		assertThat(call("/call")).doesNotContainKey("Traceparent");
		assertThat(call("/call?job=true")).doesNotContainKey("Traceparent");
	}

	@Test
	void noIdsAreMadeForLogLines() {
		assertThat(get("/mdc")).isEqualTo("null");
	}

	@Test
	void requestsAreMeasured() {
		get("/mdc");
		assertThat(get("/actuator/prometheus")).contains("http_server_requests_seconds_count{")
			.contains("uri=\"/mdc\"");
	}

	@Test
	void nothingSamplesOrExports() {
		assertThat(context.getBeansOfType(SdkTracerProvider.class)).isEmpty();
		assertThat(context.getBeansOfType(SpanPipelines.class)).isEmpty();
	}

	@Test
	void theLineAtStartSaysSoAndNothingWarns() {
		assertThat(startLine).contains("traces=disabled (management.opentelemetry.enabled)")
			.doesNotContain("Telemetry cannot");
	}

	private static Map<String, List<String>> call(String path, String... headers) throws InterruptedException {
		get(path, headers);
		return Objects.requireNonNull(received.poll(10, TimeUnit.SECONDS), "no call");
	}

	private static String get(String path, String... headers) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		String body = RestClient.create("http://127.0.0.1:" + port).get().uri(path).headers((sent) -> {
			for (int i = 0; i < headers.length; i += 2) {
				sent.add(headers[i], headers[i + 1]);
			}
		}).retrieve().body(String.class);
		return Objects.requireNonNull(body);
	}

	private static void receive(HttpExchange exchange) throws IOException {
		received.add(Map.copyOf(exchange.getRequestHeaders()));
		exchange.sendResponseHeaders(204, -1);
		exchange.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CallingController.class)
	static class Application {

	}

	@RestController
	static class CallingController {

		private final RestClient client;

		private final TelemetryRecorder recorder;

		CallingController(RestClient.Builder builder, TelemetryRecorder recorder, @Value("${backend.port}") int port) {
			this.client = builder.baseUrl("http://127.0.0.1:" + port).defaultHeader(HttpHeaders.ACCEPT, "*/*").build();
			this.recorder = recorder;
		}

		@GetMapping("/call")
		String call(@RequestParam(defaultValue = "false") boolean job) {
			if (job) {
				this.recorder.job("queue", "type").run((recording) -> send());
			}
			else {
				send();
			}
			return "ok";
		}

		private void send() {
			this.client.get().uri("/target").retrieve().toBodilessEntity();
		}

		@GetMapping("/mdc")
		String mdc() {
			return String.valueOf(MDC.get("trace_id"));
		}

	}

}
