package dev.telemetry.starter.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in a reactive application.
 */
class ReactiveEndpointTests {

	@Test
	void isShownAndChanged() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.run("--server.port=0", "--telemetry.enabled=true", "--telemetry.otel.exporter=console",
					"--management.endpoints.web.exposure.include=telemetry",
					"--telemetry.http.paths[0].path=/checkout/**", "--telemetry.http.paths[0].ratio=0.5",
					"--management.endpoint.telemetry.access=unrestricted",
					"--spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.reactive."
							+ "ReactiveWebSecurityAutoConfiguration,org.springframework.boot.security.autoconfigure."
							+ "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration")) {
			String url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/telemetry";
			assertThat(send(request(url)).body()).contains("\"switch\":{\"enabled\":true").contains("/checkout/**");
			HttpResponse<String> changed = send(
					request(url + "/sampling.ratio").header("Content-Type", "application/json")
						.POST(HttpRequest.BodyPublishers.ofString("{\"value\": 1.0}")));
			assertThat(changed.statusCode()).isEqualTo(200);
			assertThat(changed.body()).contains("\"value\":\"1.0\"");
			HttpResponse<String> refused = send(
					request(url + "/sampling.ratoi").header("Content-Type", "application/json")
						.POST(HttpRequest.BodyPublishers.ofString("{\"value\": 1.0}")));
			assertThat(refused.statusCode()).isEqualTo(400);
			assertThat(refused.body()).contains("sampling.keep-errors");
			assertThat(send(request(url).DELETE()).body()).contains("\"overrides\":[]");
		}
	}

	private static HttpRequest.Builder request(String url) {
		return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
