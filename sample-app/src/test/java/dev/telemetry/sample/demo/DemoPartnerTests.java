package dev.telemetry.sample.demo;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

class DemoPartnerTests {

	// Of the partner, which is a process of its own.
	private static final Duration START = Duration.ofSeconds(45);

	@Test
	void aTraceCrossesTwoServices() {
		try (OtlpReceiver receiver = OtlpReceiver.grpc();
				ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class)
					.profiles("demo")
					.run("--server.port=0", "--shop.demo.pause=20ms", "--shop.report.delay=0ms",
							"--telemetry.otel.exporter=otlp", "--telemetry.otel.endpoint=" + receiver.endpoint(),
							"--telemetry.otel.protocol=grpc")) {
			ReceivedSpan partner = receiver
				.awaitSpan((span) -> "partner".equals(span.resourceAttributes().get("service.name")), START);
			ReceivedSpan call = receiver.awaitSpan((span) -> span.spanId().equals(partner.parentSpanId()));
			ReceivedSpan order = receiver.awaitSpan((span) -> span.spanId().equals(call.parentSpanId()));
			assertThat(partner.name()).isEqualTo("GET /partner/prices/{item}");
			assertThat(call.attributes()).containsEntry("external.service", "partner");
			assertThat(order.name()).isEqualTo("POST /orders");
			assertThat(order.resourceAttributes()).containsEntry("service.name", "shop");
		}
	}

	@Test
	void thePartnerHasTheArgumentsOfTheShopButItsOwnNameAndPort() {
		List<String> command = new DemoPartnerCommand(new String[] { "--spring.profiles.active=demo",
				"--server.port=9090", "--telemetry.sampling.ratio=0.5" })
			.arguments(8081);
		assertThat(command)
			.containsSubsequence("--telemetry.sampling.ratio=0.5", "--spring.profiles.active=partner",
					"--spring.application.name=partner", "--server.port=8081")
			.doesNotContain("--spring.profiles.active=demo", "--server.port=9090");
	}

}
