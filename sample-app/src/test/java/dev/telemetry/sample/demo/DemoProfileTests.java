package dev.telemetry.sample.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.support.ServletRequestHandledEvent;

import dev.telemetry.sample.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DemoProfileTests {

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	@Test
	@Timeout(60)
	void theShopSendsItselfEveryKindOfRequestAndShowsWhatBecameOfThem() throws Exception {
		try (ConfigurableApplicationContext shop = open("--shop.demo.pause=1ms")) {
			assertThat(answersUntil("GET /reports/daily 200")).contains("POST /orders 201", "GET /orders/# 200",
					"GET /orders/#/status 200", "GET /orders/# 404", "GET /orders/#/invoice failed", "GET /items 200",
					"POST /orders 502", "GET /partner/prices/apple 200");
			assertThat(failedInvoices(shop)).contains("\"title\":\"GET /orders/{id}/invoice\"", "\"reason\":\"error\"",
					"out of paper");
		}
	}

	// What has ended can be looked at a moment later.
	private static String failedInvoices(ConfigurableApplicationContext shop) throws Exception {
		URI traces = URI.create("http://localhost:" + shop.getEnvironment().getProperty("local.server.port")
				+ "/actuator/traces?q=invoice&errors=true");
		HttpRequest request = HttpRequest.newBuilder(traces).timeout(Duration.ofSeconds(10)).build();
		HttpClient client = HttpClient.newHttpClient();
		String answer = "";
		while (!answer.contains("\"error\":true")) {
			answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
		return answer;
	}

	@Test
	void aNewcomerIsToldWhereToLookAndTrafficEndsWithTheShop(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext shop = open("--shop.demo.pause=1h");
		String port = shop.getEnvironment().getProperty("local.server.port");
		assertThat(output).containsOnlyOnce("http://localhost:" + port + "/actuator/prometheus")
			.containsOnlyOnce("http://localhost:" + port + "/actuator/traces");
		DemoTraffic traffic = shop.getBean(DemoTraffic.class);
		shop.close();
		assertThat(traffic.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void thereIsNoTrafficWithoutTheProfile() {
		try (ConfigurableApplicationContext shop = application().run("--server.port=0")) {
			assertThat(shop.getBeanProvider(DemoTraffic.class)).isEmpty();
		}
	}

	private ConfigurableApplicationContext open(String pause) {
		return application().profiles("demo")
			.run("--server.port=0", "--shop.report.delay=0ms", "--shop.demo.partner=false", pause);
	}

	private SpringApplicationBuilder application() {
		ApplicationListener<ServletRequestHandledEvent> listener = (event) -> this.answers
			.add(event.getMethod() + " " + event.getRequestUrl().replaceAll("\\d+", "#") + " "
					+ (event.wasFailure() ? "failed" : event.getStatusCode()));
		return new SpringApplicationBuilder(ShopApplication.class).listeners(listener);
	}

	private Set<String> answersUntil(String last) throws InterruptedException {
		Set<String> seen = new HashSet<>();
		while (!seen.contains(last)) {
			String answer = this.answers.poll(10, TimeUnit.SECONDS);
			assertThat(answer).as("answer after %s", List.copyOf(seen)).isNotNull();
			seen.add(answer);
		}
		return seen;
	}

}
