package dev.telemetry.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.scoring.PythonProcess;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop as users run it, against a real OTLP receiver.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShopTelemetryIntegrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http" })
	void anOrderBecomesOneTraceAcrossThePartner(String protocol) {
		try (OtlpReceiver receiver = receiver(protocol);
				ConfigurableApplicationContext shop = open("--telemetry.otel.exporter=otlp",
						"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=" + protocol,
						"--telemetry.sampling.ratio=1.0")) {
			customer(shop).placedOrder("tea", 2);
			ReceivedSpan order = receiver.awaitSpan((span) -> "/orders".equals(span.attributes().get("http.route")));
			ReceivedSpan call = receiver.awaitSpan((span) -> span.parentSpanId().equals(order.spanId()));
			ReceivedSpan partner = receiver.awaitSpan((span) -> span.parentSpanId().equals(call.spanId()));
			assertThat(order.name()).isEqualTo("http.server");
			assertThat(call.name()).isEqualTo("external.api.call");
			assertThat(call.attributes()).containsEntry("external.service", "localhost")
				.containsEntry("external.operation", "GET /partner/prices/{item}")
				.containsEntry("external.success", true);
			assertThat(partner.name()).isEqualTo("http.server");
			assertThat(order.parentSpanId()).isEmpty();
			assertThat(order.attributes()).containsEntry("http.status_code", 201L);
			assertThat(order.resourceAttributes()).containsEntry("service.name", "shop");
			assertThat(partner.attributes()).containsEntry("http.route", "/partner/prices/{item}");
			assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).containsOnly(order.traceId());
		}
	}

	@Test
	void anOrderIsScoredByAWorkerWhoseSpansAndCallsAreInItsTrace() throws IOException {
		Assumptions.assumeTrue(PythonProcess.isThere(), "python3 is there");
		try (OtlpReceiver receiver = OtlpReceiver.grpc();
				ConfigurableApplicationContext shop = open("--telemetry.otel.exporter=otlp",
						"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=grpc",
						"--telemetry.sampling.ratio=1.0", "--shop.scoring.enabled=true")) {
			customer(shop).placedOrder("tea", 2);
			ReceivedSpan order = receiver.awaitSpan((span) -> "/orders".equals(span.attributes().get("http.route")));
			ReceivedSpan run = below(order, "worker.run", receiver);
			ReceivedSpan score = below(run, "order.score", receiver);
			ReceivedSpan ask = below(score, "stock.ask", receiver);
			ReceivedSpan items = below(ask, "http.server", receiver);
			assertThat(items.attributes()).containsEntry("http.route", "/items");
			assertThat(run.attributes()).containsEntry("worker.pool", "scoring")
				.containsEntry("process.exit.code", 0L)
				.containsEntry("worker.lines.folded", 5L);
			assertThat(score.attributes()).containsEntry("item", "tea")
				.containsEntry("worker.id", run.attributes().get("worker.id"))
				.containsEntry("process.pid", run.attributes().get("process.pid"));
			assertThat(score.events()).extracting(ReceivedSpan.Event::name).containsExactly("order.scored");
			assertThat(score.startEpochNanos()).isGreaterThanOrEqualTo(run.startEpochNanos());
			assertThat(score.endEpochNanos()).isLessThanOrEqualTo(run.endEpochNanos());
			String page = customer(shop).get("/actuator/prometheus").returnResult(String.class).getResponseBody();
			assertThat(page).contains("order_scored_score_count{pool=\"scoring\"} 1")
				.contains("telemetry_worker_lines_total{outcome=\"folded\",pool=\"scoring\",reason=\"none\"} 5.0");
		}
	}

	private static ReceivedSpan below(ReceivedSpan parent, String name, OtlpReceiver receiver) {
		return receiver.awaitSpan((span) -> span.parentSpanId().equals(parent.spanId()) && span.name().equals(name));
	}

	@Test
	void theNightlyJobBecomesOneTraceAcrossThePartner() {
		try (OtlpReceiver receiver = OtlpReceiver.grpc();
				ConfigurableApplicationContext shop = open("--telemetry.otel.exporter=otlp",
						"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=grpc",
						"--shop.stock.reconcile-every=1s")) {
			ReceivedSpan job = receiver.awaitSpan((span) -> span.name().equals("job.run"));
			ReceivedSpan call = receiver.awaitSpan((span) -> span.parentSpanId().equals(job.spanId()));
			ReceivedSpan partner = receiver.awaitSpan((span) -> span.parentSpanId().equals(call.spanId()));
			assertThat(job.parentSpanId()).isEmpty();
			assertThat(job.attributes()).containsEntry("queue.name", "stock")
				.containsEntry("job.type", "reconciliation")
				.containsEntry("job.success", true);
			assertThat(call.name()).isEqualTo("external.api.call");
			assertThat(partner.name()).isEqualTo("http.server");
			String page = customer(shop).get("/actuator/prometheus").returnResult(String.class).getResponseBody();
			assertThat(page).contains("job_run_seconds_bucket{")
				.contains("job_last_success_seconds{")
				.contains("external_api_call_seconds_count{")
				.contains("queue_depth{queue=\"orders\"}");
		}
	}

	@Test
	void twoPercentOfTheTracesLeaveTheShopByDefault() {
		try (OtlpReceiver receiver = OtlpReceiver.grpc();
				ConfigurableApplicationContext shop = open("--telemetry.otel.exporter=otlp",
						"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=grpc")) {
			ShopCustomer customer = customer(shop);
			for (int i = 0; i < 1000; i++) {
				customer.get("/items").expectStatus().isOk();
			}
			shop.close();
			// 20 expected; none, or more than 60, less than once in a hundred million
			// runs.
			assertThat(receiver.spans()).hasSizeBetween(1, 60);
		}
	}

	@Test
	void logLinesOfARequestHaveTheIdOfItsTrace(CapturedOutput output) {
		try (ConfigurableApplicationContext shop = open("--telemetry.otel.exporter=console",
				"--telemetry.sampling.ratio=1.0")) {
			customer(shop).placedOrder("tea", 2);
			shop.close();
			String traceId = lineWith(output, "Order 1 placed").replaceAll(".*\\[([0-9a-f]{32})-.*", "$1");
			assertThat(lineWith(output, "trace " + traceId)).contains(" of shop, ");
			assertThat(lineWith(output, "http.route=/orders ")).startsWith("|  ");
		}
	}

	@Test
	void theScrapePageHasTheRequests() {
		try (ConfigurableApplicationContext shop = open("--telemetry.otel.exporter=none")) {
			ShopCustomer customer = customer(shop);
			customer.placedOrder("tea", 2);
			String page = customer.get("/actuator/prometheus").returnResult(String.class).getResponseBody();
			assertThat(page).contains("http_server_requests_seconds_bucket")
				.contains("method=\"POST\",outcome=\"SUCCESS\",status=\"201\",uri=\"/orders\"")
				.contains("# HELP http_server_requests_seconds Duration of HTTP server requests");
		}
	}

	@Test
	void offTheShopIsOpenAllTheSame(CapturedOutput output) {
		try (ConfigurableApplicationContext shop = open("--telemetry.enabled=false")) {
			customer(shop).placedOrder("tea", 2);
			assertThat(output).doesNotContain("Telemetry").doesNotContain("span_id=");
			customer(shop).get("/actuator/prometheus").expectStatus().isNotFound();
		}
	}

	private static String lineWith(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).findFirst().orElseThrow();
	}

	private static OtlpReceiver receiver(String protocol) {
		return (protocol.equals("grpc")) ? OtlpReceiver.grpc() : OtlpReceiver.http();
	}

	private static ConfigurableApplicationContext open(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--server.port=0");
		if (all.stream().noneMatch((argument) -> argument.startsWith("--shop.stock.reconcile-every="))) {
			all.add("--shop.stock.reconcile-every=1h");
		}
		return new SpringApplicationBuilder(ShopApplication.class).run(all.toArray(String[]::new));
	}

	private static ShopCustomer customer(ConfigurableApplicationContext shop) {
		return new ShopCustomer(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
