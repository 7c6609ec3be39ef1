package dev.telemetry.sample.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

class DemoPartnerTests {

	// Of the partner, which is a process of its own, on a machine that does other things.
	private static final Duration START = Duration.ofMinutes(2);

	@Test
	@Timeout(value = 3, unit = TimeUnit.MINUTES)
	void aTraceCrossesTwoServices() {
		try (OtlpReceiver receiver = OtlpReceiver.grpc();
				ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class)
					.profiles("demo")
					// The job asks the partner as well.
					.run("--server.port=0", "--shop.stock.reconcile-every=1h", "--shop.demo.pause=20ms",
							"--shop.report.delay=0ms", "--telemetry.otel.exporter=otlp",
							"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=grpc")) {
			ReceivedSpan partner = receiver
				.awaitSpan((span) -> "partner".equals(span.resourceAttributes().get("service.name")), START);
			ReceivedSpan call = receiver.awaitSpan((span) -> span.spanId().equals(partner.parentSpanId()), START);
			ReceivedSpan order = receiver.awaitSpan((span) -> span.spanId().equals(call.parentSpanId()), START);
			assertThat(partner.name()).isEqualTo("GET /partner/prices/{item}");
			assertThat(call.name()).isEqualTo("GET partner /partner/prices/{item}");
			assertThat(call.attributes()).containsEntry("peer.service", "partner");
			assertThat(order.name()).isEqualTo("POST /orders");
			assertThat(order.resourceAttributes()).containsEntry("service.name", "shop")
				.containsEntry("deployment.environment.name", "demo")
				.containsKey("service.instance.id");
		}
	}

	@Test
	void thePartnerHasTheArgumentsOfTheShopButItsOwnNameAndPort() {
		List<String> command = new DemoPartnerCommand(new String[] { "--spring.profiles.active=demo",
				"--server.port=9090", "--telemetry.sampling.ratio=0.5" })
			.arguments(Path.of("partner.port"));
		assertThat(command)
			.containsSubsequence("--telemetry.sampling.ratio=0.5", "--spring.profiles.active=partner",
					"--spring.application.name=partner", "--server.port=0")
			.contains("-DPORTFILE=partner.port")
			.doesNotContain("--spring.profiles.active=demo", "--server.port=9090");
	}

}
