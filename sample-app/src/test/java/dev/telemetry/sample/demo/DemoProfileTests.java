package dev.telemetry.sample.demo;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
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
	void theShopSendsItselfEveryKindOfRequest() throws Exception {
		try (ConfigurableApplicationContext shop = open("--shop.demo.pause=1ms")) {
			assertThat(answersUntil("GET /reports/daily 200")).contains("POST /orders 201", "GET /orders/# 200",
					"GET /orders/#/status 200", "GET /orders/# 404", "GET /orders/#/invoice failed", "GET /items 200",
					"POST /orders 502", "GET /partner/prices/apple 200");
		}
	}

	@Test
	void aNewcomerIsToldWhereToLookAndTrafficEndsWithTheShop(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext shop = open("--shop.demo.pause=1h");
		String port = shop.getEnvironment().getProperty("local.server.port");
		assertThat(output).containsOnlyOnce("http://localhost:" + port + "/actuator/prometheus");
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
