package dev.telemetry.starter.endpoint;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The viewer in a reactive application.
 */
class ReactiveViewerTests {

	private static final String TRACES = "/actuator/traces";

	@Test
	void showsTracesToThisMachineOnly() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			int port = port(context, "server");
			String url = "http://localhost:" + port;
			get(url + "/orders", "*/*");
			// A reactive request ends a moment after its answer has arrived.
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> get(url + TRACES, "application/json").body().contains("\"matched\":1"));
			HttpResponse<String> list = get(url + TRACES, "application/json");
			assertThat(list.headers().firstValue("Cache-Control")).contains("no-store");
			assertThat(list.body()).contains("\"matched\":1", "/orders").doesNotContain(TRACES);
			HttpResponse<String> page = get(url + TRACES, "text/html,*/*;q=0.8");
			assertThat(page.body()).startsWithIgnoringCase("<!doctype html>");
			assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("'sha256-");
			assertThat(get(url + TRACES + "/live", "*/*").body()).contains("\"service\"");
			assertThat(get(url + TRACES + "/0af7651916cd43dd8448eb211c80319c", "*/*").statusCode()).isEqualTo(404);
			for (String path : new String[] { TRACES, TRACES + "/live", TRACES + "/../traces", TRACES + "/x/otlp" }) {
				assertThat(raw(port, path, "evil.example")).as(path)
					.matches("(?s)HTTP/1.1 (400|403|404).*")
					.doesNotContain("matched");
			}
			assertThat(raw(port, TRACES, "evil.example")).startsWith("HTTP/1.1 403")
				.contains("telemetry.viewer.remote=true");
			assertThat(get(url + TRACES, "*/*").body()).as("to look leaves no trace").contains("\"matched\":1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spans", "spans/" })
	void isGuardedBelowAnotherPath(String mapped) throws Exception {
		try (ConfigurableApplicationContext context = start(
				"--management.endpoints.web.path-mapping.traces=" + mapped)) {
			int port = port(context, "server");
			assertThat(get("http://localhost:" + port + "/actuator/spans", "*/*").statusCode()).isEqualTo(200);
			assertThat(raw(port, "/actuator/spans", "evil.example")).startsWith("HTTP/1.1 403");
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		String[] shared = { "--server.port=0", "--telemetry.enabled=true", "--telemetry.otel.exporter=none",
				"--telemetry.viewer.enabled=true", "--telemetry.viewer.capture=all",
				"--spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.reactive."
						+ "ReactiveWebSecurityAutoConfiguration,org.springframework.boot.security.autoconfigure."
						+ "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" };
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.run(Stream.of(shared, arguments).flatMap(Stream::of).toArray(String[]::new));
	}

	private static int port(ConfigurableApplicationContext context, String name) {
		return Integer.parseInt(context.getEnvironment().getRequiredProperty("local." + name + ".port"));
	}

	private static HttpResponse<String> get(String url, String accept) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.header("Accept", accept)
			.timeout(Duration.ofSeconds(20))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String raw(int port, String path, String host) throws IOException {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(20_000);
			String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/orders")
		String orders() {
			return "none";
		}

	}

}
