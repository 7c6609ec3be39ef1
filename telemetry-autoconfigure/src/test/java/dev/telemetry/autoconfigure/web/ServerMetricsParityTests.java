package dev.telemetry.autoconfigure.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same requests, measured by Spring Boot and by the filter of telemetry: the counts
 * on the scrape page are the same to the letter.
 */
class ServerMetricsParityTests {

	private static final List<String> REQUESTS = List.of("GET /orders/17", "HEAD /orders/17", "POST /orders",
			"GET /fails", "GET /fails-after-status", "GET /unavailable", "GET /reported", "GET /redirect",
			"GET /callable/17", "GET /secret", "GET /plain/x", "GET /no/such/path", "DELETE /orders/17",
			"BREW /orders/17", "GET /actuator/health");

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void theCountsOnTheScrapePageAreThoseOfSpringBoot() throws Exception {
		assertThat(counts("--telemetry.http.enabled=true")).isNotEmpty()
			.isEqualTo(counts("--telemetry.http.enabled=false"));
	}

	private Set<String> counts(String argument) throws Exception {
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(TestShop.class).run(argument,
				"--server.port=0", "--telemetry.enabled=true", "--telemetry.otel.exporter=none",
				"--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.servlet."
						+ "JettyServletWebServerAutoConfiguration")) {
			String root = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
			for (String request : REQUESTS) {
				String[] parts = request.split(" ");
				send(parts[0], root + parts[1]);
			}
			return send("GET", root + "/actuator/prometheus").lines()
				.filter((line) -> line.startsWith("http_server_requests_seconds_count"))
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	private String send(String method, String url) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.timeout(Duration.ofSeconds(10))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

}
