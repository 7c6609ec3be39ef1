package dev.telemetry.sample.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sample.ShopCustomer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real collector counts 100,000 requests right although it sees two of a hundred: its
 * spanmetrics connector multiplies each span by what {@code ot=th} says, and errors,
 * which all arrive, by one. Needs a collector with that connector, whose path is the
 * environment variable {@code OTELCOL}.
 */
@Tag("collector")
class ExtrapolatedCountsTests {

	private static final int REQUESTS = 100_000;

	private static final double RATIO = 0.02;

	private static final Pattern CALLS = Pattern.compile("^spans_calls_total\\{(.*)} ([0-9.e+]+)", Pattern.MULTILINE);

	private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	@Timeout(300)
	void countsByRouteAreWithinThreeStandardDeviationsAndErrorsAreExact(@TempDir Path directory, TestReporter reporter)
			throws Exception {
		int metrics = Backend.freePort();
		int otlp = Backend.freePort();
		try (Backend collector = collector(directory, otlp, metrics);
				ConfigurableApplicationContext shop = shop(otlp)) {
			int port = shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			send(port, new ShopCustomer(port).placedOrder("tea", 1));
			await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
				String page = collector.get("/metrics");
				assertThat(count(page, "/orders/{id}/invoice", "STATUS_CODE_ERROR"))
					.isEqualTo(sent("/orders/{id}/invoice"));
			});
			assertExtrapolated(collector.get("/metrics"), "/items", reporter);
			assertExtrapolated(collector.get("/metrics"), "/orders/{id}", reporter);
		}
	}

	private void assertExtrapolated(String page, String route, TestReporter reporter) {
		double truth = sent(route);
		double deviation = Math.sqrt(truth * (1 - RATIO) / RATIO);
		double counted = count(page, route, "STATUS_CODE_UNSET");
		reporter.publishEntry(route, "%.0f requests, %.0f counted, %.2f standard deviations".formatted(truth, counted,
				(counted - truth) / deviation));
		assertThat(counted).as(route).isBetween(truth - 3 * deviation, truth + 3 * deviation);
		assertThat(count(page, route, "STATUS_CODE_ERROR")).as(route).isZero();
	}

	private static double count(String page, String route, String status) {
		Matcher calls = CALLS.matcher(page);
		double sum = 0;
		while (calls.find()) {
			String labels = calls.group(1);
			if (labels.contains("http_route=\"" + route + "\"") && labels.contains("status_code=\"" + status + "\"")) {
				sum += Double.parseDouble(calls.group(2));
			}
		}
		return sum;
	}

	private int sent(String route) {
		return this.sent.get(route).get();
	}

	private void send(int port, String order) throws InterruptedException {
		ExecutorService customers = Executors.newFixedThreadPool(8);
		AtomicInteger next = new AtomicInteger();
		for (int i = 0; i < 8; i++) {
			customers.execute(() -> {
				for (int n = next.getAndIncrement(); n < REQUESTS; n = next.getAndIncrement()) {
					if (n % 100 == 0) {
						get(port, order + "/invoice", "/orders/{id}/invoice");
					}
					else if (n % 3 == 0) {
						get(port, order, "/orders/{id}");
					}
					else {
						get(port, "/items", "/items");
					}
				}
			});
		}
		customers.shutdown();
		assertThat(customers.awaitTermination(240, TimeUnit.SECONDS)).isTrue();
	}

	private void get(int port, String path, String route) {
		try {
			this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.discarding());
			this.sent.computeIfAbsent(route, (key) -> new AtomicInteger()).incrementAndGet();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ConfigurableApplicationContext shop(int otlp) {
		return new SpringApplicationBuilder(ShopApplication.class).run("--server.port=0",
				"--telemetry.otel.exporter=otlp", "--telemetry.otel.endpoint=http://127.0.0.1:" + otlp,
				"--telemetry.otel.protocol=grpc", "--telemetry.sampling.ratio=" + RATIO,
				"--telemetry.sampling.max-errors-per-second=10000", "--telemetry.sampling.slow-threshold=60s",
				"--shop.stock.reconcile-every=1h", "--logging.level.root=error",
				"--logging.level.org.apache.catalina.core=off", "--logging.level.dev.telemetry.sample=off");
	}

	private static Backend collector(Path directory, int otlp, int metrics) throws IOException {
		String program = System.getenv("OTELCOL");
		assertThat(program).as("OTELCOL").isNotNull();
		Path quiet = directory.resolve("quiet.yaml");
		Files.writeString(quiet, "service: { telemetry: { metrics: { level: none } } }");
		Backend collector = new Backend(directory.resolve("collector.log"), metrics,
				List.of("env", "OTLP_GRPC=127.0.0.1:" + otlp, "OTLP_HTTP=127.0.0.1:" + Backend.freePort(),
						"METRICS=127.0.0.1:" + metrics, program,
						"--config=" + Deploy.path("collector/spanmetrics.yaml"), "--config=" + quiet));
		collector.awaitAnswer("/metrics");
		return collector;
	}

}
