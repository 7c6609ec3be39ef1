package dev.telemetry.autoconfigure.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is its own backend, by mistake.
 */
@NoTelemetryLeaks
class FeedbackTests {

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.otel.endpoint", "management.opentelemetry.tracing.export.otlp.endpoint" })
	void exportingToOneselfMakesNoSpans(String endpoint) throws Exception {
		int port = freePort();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=" + port, "--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0",
					"--telemetry.sampling.route-interval=0", "--telemetry.export.delay=10ms",
					"--" + endpoint + "=http://localhost:" + port + "/v1/traces",
					"--telemetry.export.breaker.probe-interval=10ms", "--telemetry.otel.timeout=200ms",
					"--telemetry.export.shutdown-timeout=0s")) {
			HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders")).build(),
						HttpResponse.BodyHandlers.discarding());
			context.getBean(RecordedSpans.class).awaitSpan((span) -> span.getName().equals("http.server"));
			for (int i = 0; i < 5; i++) {
				context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
			}
			assertThat(context.getBean(SpanPipelines.class).health()).hasSize(2)
				.allSatisfy((health) -> assertThat(health.handedOver()).isEqualTo(1L));
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@SpringBootConfiguration
	@EnableTelemetry
	static class Application {

		@Bean
		RecordedSpans recordedSpans() {
			return new RecordedSpans();
		}

		/**
		 * Fails, which would keep each trace.
		 */
		@RestController
		static class Backend {

			@PostMapping("/v1/traces")
			String export() {
				throw new IllegalStateException("boom");
			}

		}

	}

}
